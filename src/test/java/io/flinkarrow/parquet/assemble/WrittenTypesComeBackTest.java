package io.flinkarrow.parquet.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.RandomFile;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.schema.SchemaMetadata;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every type in every place, nullable and not: a file of ours comes back as it was written, with
 * the types of the Arrow schema that it keeps, and with its own types if that schema is lost.
 */
class WrittenTypesComeBackTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final int[] BATCH_ROWS = {40, 0, 30, 1, 29};
  private static final int ROWS_READ = 17;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void everyTypeComesBackInEveryPlace(Nesting nesting) throws Exception {
    RandomFile file = write(nesting.ordinal(), schemas -> schema(schemas, nesting));
    assertComesBack(file);
  }

  @ParameterizedTest
  @MethodSource
  void everyShapeOfNestingComesBack(int seed) throws Exception {
    assertComesBack(write(seed, schemas -> schemas.withReferences().schema(4, 1 + seed % 6)));
  }

  static IntStream everyShapeOfNestingComesBack() {
    return IntStream.range(0, EXTENDED ? 2000 : 40);
  }

  private RandomFile write(int seed, Function<RandomSchemas, Schema> schema) throws Exception {
    return RandomFile.write(
        directory.resolve(seed + ".parquet"),
        seed,
        schema,
        WriterOptions.builder().pageRows(20).rowGroupRows(70).build(),
        BATCH_ROWS);
  }

  private static void assertComesBack(RandomFile file) throws Exception {
    AssembledFile restored = AssembledFile.read(file.path(), ROWS_READ);
    List<Field> stored = storedSchema(AssembledFile.metadata(file.path())).getFields();
    for (int i = 0; i < stored.size(); i++) {
      assertThat(restored.schema().getFields().get(i)).isEqualTo(readable(stored.get(i)));
    }
    file.assertHolds("the stored schema's types", restored.rows());

    AssembledFile plain =
        AssembledFile.read(
            file.path(), ROWS_READ, AssembledFile.value(SchemaMetadata.ARROW_SCHEMA_KEY, ""));
    file.assertHolds("the file's own types", plain.rows());
  }

  private static Schema storedSchema(Map<String, String> metadata) {
    byte[] message = Base64.getDecoder().decode(metadata.get(SchemaMetadata.ARROW_SCHEMA_KEY));
    return Schema.deserializeMessage(ByteBuffer.wrap(message));
  }

  /** Intervals are known from the file's own type, and columns of nulls may be null. */
  private static Field readable(Field field) {
    ArrowType type = field.getType();
    boolean isInterval = type.equals(new ArrowType.FixedSizeBinary(12));
    return new Field(
        field.getName(),
        new FieldType(
            field.isNullable() || type instanceof ArrowType.Null,
            isInterval ? new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO) : type,
            field.getDictionary(),
            field.getMetadata()),
        field.getChildren().stream().map(WrittenTypesComeBackTest::readable).toList());
  }

  private static Schema schema(RandomSchemas schemas, Nesting nesting) {
    Map<String, Function<RandomSchemas, Field>> leaves = new LinkedHashMap<>();
    TypeCatalogue.types()
        .forEach(type -> leaves.put(type.toString(), random -> random.leaf("leaf", type)));
    leaves.putAll(TypeCatalogue.otherLeaves());
    List<Field> fields = new ArrayList<>();
    leaves.forEach(
        (name, leaf) -> {
          fields.add(TypeCatalogue.column("null " + name, leaf.apply(schemas), true, nesting));
          fields.add(TypeCatalogue.column("required " + name, leaf.apply(schemas), false, nesting));
        });
    return new Schema(fields);
  }
}
