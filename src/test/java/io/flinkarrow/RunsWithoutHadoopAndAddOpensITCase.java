package io.flinkarrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.ThinJar;
import io.flinkarrow.testing.TypeCatalogue;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The thin jar, its run-time dependencies and Flink's jars are all that a record batch needs to
 * become a file, and a file to become rows: no Hadoop, no Arrow memory implementation, no {@code
 * --add-opens}.
 */
class RunsWithoutHadoopAndAddOpensITCase {

  private static final int ROWS = 300;

  @TempDir Path directory;

  @Test
  void recordBatchesBecomeFilesAndRowsWithEveryCodec() throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>(writeBatch(directory.resolve("batch")));
    rows.addAll(List.copyOf(rows));
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of(),
            classPath(),
            RecordBatchesToFiles.class.getName(),
            directory.resolve("batch").toString(),
            directory.toString(),
            "Utf8_FLAT");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("done");
    for (CompressionCodec codec : CompressionCodec.values()) {
      Path file = directory.resolve(codec + ".parquet");
      PageWalk.walk(file);
      assertThat(result.output()).contains("%s: %d rows".formatted(codec, rows.size()));
      assertThat(ParquetJavaReader.read(file)).as("%s", codec).isEqualTo(rows);
      assertThat(PlainValue.withoutHalfNans(DuckDbReader.read(file)))
          .as("%s", codec)
          .isEqualTo(PlainValue.withoutHalfNans(rows));
    }
  }

  @Test
  void theThinJarHoldsOnlyOurClasses() throws IOException {
    try (JarFile jar = new JarFile(ThinJar.path().toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .filteredOn(name -> name.endsWith(".class"))
          .isNotEmpty()
          .allMatch(name -> name.startsWith("io/flinkarrow/"));
    }
  }

  private String classPath() throws IOException {
    Path program = Files.createDirectories(directory.resolve("program"));
    String name = RecordBatchesToFiles.class.getName().replace('.', '/') + ".class";
    Path copy = program.resolve(name);
    Files.createDirectories(copy.getParent());
    try (InputStream bytes = RecordBatchesToFiles.class.getResourceAsStream("/" + name)) {
      Files.copy(bytes, copy);
    }
    List<Path> classPath = new ArrayList<>(List.of(program));
    classPath.addAll(ThinJar.withDependencies());
    classPath.addAll(ThinJar.provided());
    String joined =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    assertThat(joined)
        .contains("arrow-vector", "flink-core")
        .doesNotContain("hadoop-client", "parquet-hadoop");
    return joined;
  }

  private static List<Map<String, Object>> writeBatch(Path file) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(7, allocator)) {
      List<Field> fields = new ArrayList<>();
      for (Map.Entry<String, FieldType> leaf : TypeCatalogue.leaves(batches.schemas()).entrySet()) {
        if (TypeCatalogue.isKnownToDuckDb(leaf.getValue())) {
          for (TypeCatalogue.Nesting nesting :
              List.of(TypeCatalogue.Nesting.FLAT, TypeCatalogue.Nesting.IN_LIST_OF_STRUCTS)) {
            fields.add(
                TypeCatalogue.column(
                    leaf.getKey() + "_" + nesting, leaf.getValue(), true, nesting));
          }
        }
      }
      try (VectorSchemaRoot root = batches.batch(new Schema(fields), ROWS);
          OutputStream out = Files.newOutputStream(file)) {
        RecordBatchTypeInfo.ofAnySchema()
            .createSerializer(new SerializerConfigImpl())
            .serialize(
                RecordBatch.copyOf(root, batches.dictionaries()),
                new DataOutputViewStreamWrapper(out));
        return ArrowValues.rows(root, batches.dictionaries());
      }
    }
  }
}
