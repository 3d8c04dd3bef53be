package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.body.BatchSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bytes that users have in checkpoints and savepoints: version 1 as it was first released. They
 * must be read for ever, and written until the version changes. A new version gets new files beside
 * these; write them with {@code -Dflinkarrow.golden=write}, which makes this test fail once.
 */
class GoldenFormatTest {

  private static final Path DIRECTORY =
      Path.of("src/test/resources", GoldenFormatTest.class.getPackageName().replace('.', '/'));

  @ParameterizedTest
  @ValueSource(strings = {"every-type", "dictionary", "no-rows"})
  void anElementIsReadAndWrittenAsInVersion1(String name) throws IOException {
    RecordBatch batch = batch(name);
    RecordBatchSerializer serializer = new RecordBatchSerializer(batch.batchSchema());
    check("element-v1-" + name + ".bin", serializer, batch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"every-type", "dictionary", "no-rows"})
  void anElementWithItsSchemaIsReadAndWrittenAsInVersion1(String name) throws IOException {
    check("element-v1-inline-" + name + ".bin", new RecordBatchSerializer(null), batch(name));
  }

  private static void check(String file, RecordBatchSerializer serializer, RecordBatch batch)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(batch, out);
    byte[] golden = golden(file, out.getCopyOfBuffer());
    assertThat(serializer.deserialize(new DataInputDeserializer(golden))).isEqualTo(batch);
    assertThat(out.getCopyOfBuffer()).isEqualTo(golden);
  }

  @ParameterizedTest
  @ValueSource(strings = {"every-type", "dictionary", "any-schema"})
  void aSnapshotIsReadAndWrittenAsInVersion1(String name) throws IOException {
    BatchSchema schema = name.equals("any-schema") ? null : batch(name).batchSchema();
    RecordBatchSerializer serializer = new RecordBatchSerializer(schema);
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    byte[] golden = golden("snapshot-v1-" + name + ".bin", out.getCopyOfBuffer());
    TypeSerializerSnapshot<RecordBatch> read =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(golden), getClass().getClassLoader());
    assertThat(read.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer.snapshotConfiguration().resolveSchemaCompatibility(read).isCompatibleAsIs())
        .isTrue();
    assertThat(out.getCopyOfBuffer()).isEqualTo(golden);
  }

  @Test
  void aSnapshotOfALaterVersionIsRefused() {
    assertThatThrownBy(
            () ->
                new RecordBatchSerializerSnapshot()
                    .readSnapshot(
                        2, new DataInputDeserializer(new byte[0]), getClass().getClassLoader()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 1 but version 2 came");
  }

  private static byte[] golden(String name, byte[] today) throws IOException {
    if ("write".equals(System.getProperty("flinkarrow.golden"))) {
      Files.createDirectories(DIRECTORY);
      Files.write(DIRECTORY.resolve(name), today);
      throw new AssertionError("Wrote " + name + "; run again without -Dflinkarrow.golden=write");
    }
    try (InputStream in = GoldenFormatTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static RecordBatch batch(String name) {
    try (var allocator = new RootAllocator()) {
      return switch (name) {
        case "dictionary" ->
            SampleDictionaries.batch(List.of("Oslo", "Rom", "Zürich"), 20, allocator);
        case "no-rows" -> RecordBatch.empty(BatchSchema.of(everyType()));
        default -> {
          try (var root = SampleColumns.random(everyType(), 5, 0.3, new Random(42), allocator)) {
            yield RecordBatch.copyOf(root);
          }
        }
      };
    }
  }

  /** But for the one of thousands of bytes a value. */
  private static Schema everyType() {
    List<Field> fields =
        SampleColumns.everyType().stream()
            .filter(field -> !field.getType().toString().equals("FixedSizeBinary(5000)"))
            .map(
                field ->
                    new Field(
                        field.getName(),
                        new FieldType(
                            field.isNullable(),
                            field.getType(),
                            null,
                            Map.of("name", field.getName(), "unit", "none")),
                        field.getChildren()))
            .toList();
    return new Schema(fields, Map.of("b", "2", "a", "1"));
  }
}
