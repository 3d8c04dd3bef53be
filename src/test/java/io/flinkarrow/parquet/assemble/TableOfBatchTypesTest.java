package io.flinkarrow.parquet.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.docs.Documents;
import io.flinkarrow.layout.StorageType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;

/** Whether the page on types says as which Arrow type each column of a file is read. */
class TableOfBatchTypesTest {

  private static final Path PAGE = Path.of("docs/reference/type-mapping.md");
  private static final String LEAVES = "## Read as batches";
  private static final String NESTED = "| Parquet, nested | Arrow | remark |";
  private static final Pattern EXTENSION = Pattern.compile("extension type `([a-z.]+)`");

  @Test
  void leafColumns() {
    for (List<String> row : Documents.table(PAGE, LEAVES)) {
      String type = code(row.get(0));
      int annotation = type.indexOf(" (");
      String field =
          annotation < 0
              ? type + " column;"
              : type.substring(0, annotation) + " column" + type.substring(annotation) + ";";
      assertIsRead("optional " + field, row);
    }
  }

  @Test
  void nestedColumns() {
    for (List<String> row : Documents.table(PAGE, NESTED)) {
      assertIsRead("optional " + code(row.get(0)), row);
    }
  }

  private static void assertIsRead(String column, List<String> row) {
    Field field = FileFields.of(message(column), Map.of()).schema().getFields().get(0);
    assertThat(stored(field)).as(column).hasToString("column: " + row.get(1));
    Matcher extension = EXTENSION.matcher(row.get(2));
    if (extension.find()) {
      assertThat(field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME))
          .as(column)
          .isEqualTo(extension.group(1));
    }
  }

  /** Without extension types, which Arrow makes of a field once their vectors are registered. */
  private static Field stored(Field field) {
    return new Field(
        field.getName(),
        new FieldType(
            field.isNullable(), StorageType.of(field), field.getDictionary(), field.getMetadata()),
        field.getChildren().stream().map(TableOfBatchTypesTest::stored).toList());
  }

  private static MessageType message(String column) {
    return MessageTypeParser.parseMessageType("message rows { " + column + " }");
  }

  private static String code(String cell) {
    return cell.replace("`", "");
  }

  /** All types that the format has. */
  @Test
  void everyTypeIsThere() {
    String page = Documents.text(PAGE);
    String section = page.substring(page.indexOf(LEAVES));
    Set<String> missing = new TreeSet<>();
    for (PrimitiveTypeName type : PrimitiveTypeName.values()) {
      String name = type.name().toLowerCase(Locale.ROOT);
      if (!section.contains("| `" + name)) {
        missing.add(name);
      }
    }
    for (LogicalType._Fields type : LogicalType._Fields.values()) {
      if (!section.contains("(" + type.name())) {
        missing.add(type.name());
      }
    }
    assertThat(missing).isEmpty();
  }
}
