package io.flinkarrow.parquet.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.RandomFile;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.schema.SchemaMetadata;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Arrow schema in a footer may be damaged, or that of another file: the values stay what the
 * file's own schema says.
 */
class StoredSchemasAreAdviceTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final int ROWS_READ = 17;

  @TempDir Path directory;
  private RandomFile file;

  @BeforeEach
  void writeFile() throws Exception {
    file =
        RandomFile.write(
            directory.resolve("file.parquet"),
            16,
            schemas -> {
              List<Field> fields = new ArrayList<>();
              List<Nesting> places = List.of(Nesting.values());
              TypeCatalogue.otherLeaves()
                  .values()
                  .forEach(
                      leaf ->
                          fields.add(
                              TypeCatalogue.column(
                                  "c" + fields.size(),
                                  leaf.apply(schemas),
                                  fields.size() % 3 > 0,
                                  places.get(fields.size() % places.size()))));
              for (ArrowType type : TypeCatalogue.types()) {
                fields.add(Field.nullable("c" + fields.size(), type));
              }
              return new Schema(fields);
            },
            WriterOptions.builder().build(),
            30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "////", "AAAAAAAAAAA=", "/////wAAAAA=", "/////////38AAAAA"})
  void entriesThatAreNoSchema(String entry) throws Exception {
    file.assertHolds("a reader", read(entry).rows());
  }

  @Test
  void damagedSchemas() throws Exception {
    byte[] message = Base64.getDecoder().decode(entry());
    Random random = new Random(16);
    int refused = 0;
    for (int i = 0; i < (EXTENDED ? 20_000 : 200); i++) {
      byte[] damaged = message.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        read(Base64.getEncoder().encodeToString(damaged)).rows();
      } catch (IOException e) {
        // A list's size or a unit that values do not have.
        assertThat(e).hasMessageContaining("as the Arrow schema in the footer says");
        refused++;
      }
    }
    assertThat(refused).isLessThan(EXTENDED ? 1000 : 20);
  }

  /** Each column with the field of another one. */
  @Test
  void schemasOfOtherFiles() throws Exception {
    List<Field> fields =
        stored().getFields().stream().filter(field -> !isPlainInFiles(field)).toList();
    for (int shift = 1; shift < fields.size(); shift += EXTENDED ? 1 : 7) {
      List<Field> others = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        Field other = fields.get((i + shift) % fields.size());
        others.add(new Field("c" + i, other.getFieldType(), other.getChildren()));
      }
      try {
        file.assertHolds("a reader", read(new Schema(others)).rows());
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("as the Arrow schema in the footer says");
      }
    }
  }

  @Test
  void typesThatDoNotFit() throws Exception {
    for (ArrowType wanted : TypeCatalogue.types()) {
      List<Field> fields = new ArrayList<>();
      for (Field field : stored().getFields()) {
        fields.add(Field.nullable(field.getName(), wanted));
      }
      if (isPlainInFiles(fields.get(0))) {
        continue;
      }
      try {
        file.assertHolds("a reader", read(new Schema(fields)).rows());
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("as the Arrow schema in the footer says");
        assertThat(wanted).isInstanceOf(ArrowType.Interval.class);
      }
    }
  }

  /**
   * Some writers keep such values in integers without annotation, so that any integer may be one.
   */
  private static boolean isPlainInFiles(Field field) {
    ArrowType type = field.getType();
    return type.equals(new ArrowType.Time(TimeUnit.SECOND, Integer.SIZE))
        || (type instanceof ArrowType.Timestamp timestamp && timestamp.getUnit() == TimeUnit.SECOND)
        || type.equals(new ArrowType.Date(DateUnit.MILLISECOND))
        || field.getChildren().stream().anyMatch(StoredSchemasAreAdviceTest::isPlainInFiles);
  }

  @Test
  void fieldsThatShareADictionary() throws Exception {
    List<Field> fields = new ArrayList<>();
    DictionaryEncoding shared =
        new DictionaryEncoding(7, false, new ArrowType.Int(Byte.SIZE, false));
    for (Field field : stored().getFields()) {
      fields.add(
          new Field(
              field.getName(), new FieldType(true, field.getType(), shared), field.getChildren()));
    }
    AssembledFile read = read(new Schema(fields));
    file.assertHolds("a reader", read.rows());
    List<Long> ids =
        read.schema().getFields().stream()
            .filter(field -> field.getDictionary() != null)
            .map(field -> field.getDictionary().getId())
            .toList();
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(3);
  }

  @Test
  void extensionTypesOverOtherStorage() throws Exception {
    for (String name : List.of("arrow.uuid", "arrow.json", "arrow.bool8", "arrow.opaque", "any")) {
      List<Field> fields = new ArrayList<>();
      for (Field field : stored().getFields()) {
        Map<String, String> extension =
            Map.of(
                ExtensionType.EXTENSION_METADATA_KEY_NAME,
                name,
                ExtensionType.EXTENSION_METADATA_KEY_METADATA,
                "{");
        fields.add(
            new Field(
                field.getName(),
                new FieldType(true, field.getType(), field.getDictionary(), extension),
                field.getChildren()));
      }
      file.assertHolds("a reader", read(new Schema(fields)).rows());
    }
  }

  @Test
  void secondsThatAreNotWholeAreRefused() throws Exception {
    RandomFile milliseconds =
        RandomFile.write(
            directory.resolve("milliseconds.parquet"),
            16,
            schemas ->
                new Schema(
                    List.of(
                        Field.nullable("c", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
                        Field.nullable("d", new ArrowType.Date(DateUnit.DAY)))),
            WriterOptions.builder().build(),
            30);
    Schema seconds =
        new Schema(List.of(Field.nullable("c", new ArrowType.Timestamp(TimeUnit.SECOND, null))));
    assertThatThrownBy(() -> read(milliseconds.path(), entry(seconds)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "Column 'c' should hold whole seconds, as the Arrow schema in the footer says");
  }

  /** The file says whether timestamps are instants. */
  @Test
  void zonesThatTimestampsDoNotHave() throws Exception {
    ArrowType instant = new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
    ArrowType local = new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
    ArrowType zoned = new ArrowType.Timestamp(TimeUnit.NANOSECOND, "Europe/Vienna");
    RandomFile times =
        RandomFile.write(
            directory.resolve("times.parquet"),
            16,
            schemas ->
                new Schema(
                    List.of(
                        Field.nullable("a", instant),
                        Field.nullable("b", local),
                        Field.nullable("c", instant))),
            WriterOptions.builder().build(),
            30);
    Schema others =
        new Schema(
            List.of(
                Field.nullable("a", local),
                Field.nullable("b", zoned),
                Field.nullable("c", zoned)));
    assertThat(read(times.path(), entry(others)).schema().getFields())
        .extracting(Field::getType)
        .containsExactly(
            instant, local, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "Europe/Vienna"));
  }

  private String entry() throws IOException {
    return AssembledFile.metadata(file.path()).get(SchemaMetadata.ARROW_SCHEMA_KEY);
  }

  private static String entry(Schema schema) {
    return Base64.getEncoder().encodeToString(schema.serializeAsMessage());
  }

  private Schema stored() throws IOException {
    return Schema.deserializeMessage(ByteBuffer.wrap(Base64.getDecoder().decode(entry())));
  }

  private AssembledFile read(Schema schema) throws IOException {
    return read(entry(schema));
  }

  private AssembledFile read(String entry) throws IOException {
    return read(file.path(), entry);
  }

  private static AssembledFile read(Path file, String entry) throws IOException {
    return AssembledFile.read(
        file, ROWS_READ, AssembledFile.value(SchemaMetadata.ARROW_SCHEMA_KEY, entry));
  }
}
