package io.flinkarrow.parquet.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.testing.RandomBatches;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;
import org.junit.jupiter.api.Test;

/** Message format, and what a file's key-value metadata take from the schema. */
class SchemaMetadataTest {

  private static final Field PLAIN = Field.nullable("a", new ArrowType.Utf8());

  @Test
  void theArrowSchemaComesBackFromItsEntry() {
    Map<String, String> fieldMetadata = Map.of("PARQUET:field_id", "3");
    Schema schema =
        new Schema(
            List.of(
                new Field(
                    "a",
                    new FieldType(
                        false,
                        new ArrowType.LargeUtf8(),
                        new DictionaryEncoding(9, false, new ArrowType.Int(32, false)),
                        fieldMetadata),
                    null)),
            Map.of("k", "v"));
    Map<String, String> metadata = SchemaMetadata.of(schema, Map.of(), Set.of(), null);
    assertThat(metadata).containsOnlyKeys("k", "ARROW:schema").containsEntry("k", "v");
    assertThat(stored(metadata)).isEqualTo(schema);
  }

  /** Readers that take many files for one, such as pyarrow's dataset, know no other entries. */
  @Test
  void theStoredSchemaHasTheFilesOtherEntries() {
    Schema schema = new Schema(List.of(PLAIN), Map.of("k", "v", "l", "w"));
    for (TimestampUnit unit : new TimestampUnit[] {null, TimestampUnit.MILLIS}) {
      Map<String, String> metadata =
          SchemaMetadata.of(schema, Map.of("geo", "{}", "l", "x"), Set.of(), unit);
      assertThat(metadata)
          .containsOnlyKeys("k", "l", "geo", "ARROW:schema")
          .containsEntry("l", "x");
      assertThat(stored(metadata).getCustomMetadata())
          .isEqualTo(Map.of("k", "v", "l", "x", "geo", "{}"));
    }
  }

  private static Schema stored(Map<String, String> metadata) {
    byte[] message = Base64.getDecoder().decode(metadata.get("ARROW:schema"));
    assertThat(ByteBuffer.wrap(message).getInt()).isEqualTo(-1);
    return Schema.deserializeMessage(ByteBuffer.wrap(message));
  }

  @Test
  void aForeignArrowSchemaEntryIsReplaced() {
    Schema schema = new Schema(List.of(PLAIN), Map.of("ARROW:schema", "stale"));
    Map<String, String> metadata = SchemaMetadata.of(schema, Map.of(), Set.of(), null);
    assertThat(metadata.get("ARROW:schema")).isNotEqualTo("stale");
    assertThat(stored(metadata).getCustomMetadata()).isEmpty();
  }

  @Test
  void memoryFormatBecomesWhatArrowItselfMakesOfIt() {
    for (int seed = 0; seed < 40; seed++) {
      try (BufferAllocator allocator = new RootAllocator();
          RandomBatches batches = new RandomBatches(seed, allocator)) {
        Schema memory = batches.schemas().schema(4, seed % 4);
        try (VectorSchemaRoot root = batches.batch(memory, 5)) {
          List<Field> expected =
              root.getSchema().getFields().stream()
                  .map(
                      field ->
                          DictionaryUtility.toMessageFormat(
                              field, batches.dictionaries(), new HashSet<>()))
                  .toList();
          Schema message = MessageFormat.of(memory, batches.dictionaries());
          assertThat(message).isEqualTo(new Schema(expected));
          assertThat(SchemaPlan.of(message).leaves()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void aMissingDictionaryIsRefused() {
    ArrowType index = new ArrowType.Int(16, true);
    Field encoded =
        new Field("d", new FieldType(true, index, new DictionaryEncoding(4, false, null)), null);
    Field struct = new Field("s", FieldType.nullable(new ArrowType.Struct()), List.of(encoded));
    assertThatThrownBy(() -> MessageFormat.of(new Schema(List.of(struct)), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Field s.d is dictionary-encoded with id 4 but no dictionaries were given;"
                + " pass a DictionaryProvider that has it");
  }
}
