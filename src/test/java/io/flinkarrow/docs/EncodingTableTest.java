package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.ValueEncoding;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;

/** Whether the page on file layout names the encodings that each physical type has. */
class EncodingTableTest {

  private static final Path PAGE = Path.of("docs/reference/file-layout.md");

  @Test
  void everyTypeHasTheEncodingsOfTheCode() {
    Map<String, String> documented =
        Documents.table(PAGE, "## Encodings").stream()
            .collect(
                Collectors.toMap(row -> row.get(0), row -> row.get(1), (a, b) -> b, TreeMap::new));
    Map<String, String> inCode = new TreeMap<>();
    for (PrimitiveTypeName type : PrimitiveTypeName.values()) {
      String encodings =
          ValueEncoding.allFor(type).stream().map(Enum::name).collect(Collectors.joining(", "));
      if (!encodings.isEmpty()) {
        inCode.put(type == PrimitiveTypeName.BINARY ? "BYTE_ARRAY" : type.name(), encodings);
      }
    }
    assertThat(documented).isEqualTo(inCode);
  }
}
