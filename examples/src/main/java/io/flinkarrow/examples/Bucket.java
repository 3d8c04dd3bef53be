package io.flinkarrow.examples;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a bucket shows to everyone: for servers that ask for no signature. */
public final class Bucket {

  /** An object; its tag changes with its content. */
  public record Listed(String key, long size, String tag) {}

  /** What s3proxy lists besides objects: directories, and files that it still writes. */
  private static final Pattern NO_OBJECT =
      Pattern.compile("/$|-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI endpoint;
  private final String name;

  public Bucket(URI endpoint, String name) {
    this.endpoint = endpoint;
    this.name = name;
  }

  /** All objects whose keys begin with {@code prefix}, in the order of their keys. */
  public List<Listed> list(String prefix) throws IOException {
    List<Listed> objects = new ArrayList<>();
    String query = "list-type=2&prefix=" + encoded(prefix);
    String more = "";
    do {
      Document page = xml(get("/" + name, query + more));
      for (Element object : elements(page, "Contents")) {
        String key = text(object, "Key");
        if (!NO_OBJECT.matcher(key).find()) {
          objects.add(new Listed(key, Long.parseLong(text(object, "Size")), text(object, "ETag")));
        }
      }
      NodeList next = page.getElementsByTagName("NextContinuationToken");
      more =
          next.getLength() == 0
              ? ""
              : "&continuation-token=" + encoded(next.item(0).getTextContent());
    } while (!more.isEmpty());
    return objects;
  }

  /** The content of an object. */
  public byte[] read(String key) throws IOException {
    return get("/" + name + "/" + key, null);
  }

  /** The keys of uploads that were begun and neither completed nor aborted; at most 1,000. */
  public List<String> openUploads() throws IOException {
    return elements(xml(get("/" + name, "uploads")), "Upload").stream()
        .map(upload -> text(upload, "Key"))
        .sorted()
        .toList();
  }

  private byte[] get(String path, String query) throws IOException {
    try {
      // The path is encoded here, the query comes encoded.
      URI plain = new URI("http", null, endpoint.getHost(), endpoint.getPort(), path, null, null);
      URI address = query == null ? plain : URI.create(plain + "?" + query);
      HttpResponse<byte[]> response =
          CLIENT.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException(
            "GET %s answers %d: %s"
                .formatted(
                    address,
                    response.statusCode(),
                    new String(response.body(), StandardCharsets.UTF_8)));
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    } catch (URISyntaxException e) {
      throw new IOException("No address for " + path, e);
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static Document xml(byte[] content) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(content));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("No XML came, but " + new String(content, StandardCharsets.UTF_8), e);
    }
  }

  private static List<Element> elements(Document page, String tag) {
    NodeList found = page.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static String text(Element element, String tag) {
    NodeList found = element.getElementsByTagName(tag);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }
}
