import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Validates many XML files against one XSD with the Xerces of the JDK: a second engine that shares no code with libxml2.
 * Usage: java Validate.java schema.xsd list.txt, where the list holds one path to a line. Prints for each file, in the
 * list's order, "valid", or "invalid", a tab, the line, a tab and the message in base64. No network, no entities.
 */
public final class Validate {
    private static final class First implements ErrorHandler {
        SAXParseException error;

        @Override
        public void warning(SAXParseException problem) {}

        @Override
        public void error(SAXParseException problem) {
            if (error == null) error = problem;
        }

        @Override
        public void fatalError(SAXParseException problem) throws SAXException {
            error(problem);
            throw problem;
        }
    }

    public static void main(String[] arguments) throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        Schema schema = factory.newSchema(new File(arguments[0]));
        Validator validator = schema.newValidator();
        validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        List<String> paths = Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8);
        StringBuilder answer = new StringBuilder();
        for (String path : paths) answer.append(judge(validator, path)).append('\n');
        System.out.print(answer);
    }

    private static String judge(Validator validator, String path) throws IOException {
        First first = new First();
        validator.setErrorHandler(first);
        try {
            validator.validate(new StreamSource(new File(path)));
        } catch (SAXException fatal) {
            if (first.error == null) return "invalid\t0\t" + encode(fatal.getMessage());
        }
        if (first.error == null) return "valid";
        return "invalid\t" + first.error.getLineNumber() + "\t" + encode(first.error.getMessage());
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
