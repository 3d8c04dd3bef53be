package io.flinkarrow.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.dataset.scanner.Scanner;
import org.apache.arrow.dataset.source.Dataset;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Arrow C++ filters Parquet files, for which it looks at the statistics of row groups. In a JVM of
 * its own, as {@link ArrowCppReader}.
 */
public final class ArrowCppFilter {

  private static final int BATCH_ROWS = 32_768;
  private static final String FUNCTIONS =
      "https://github.com/substrait-io/substrait/blob/main/extensions/functions_comparison.yaml";

  private ArrowCppFilter() {}

  /** For each column of a file, all of which are FixedSizeBinary, how many rows are not null. */
  public static List<Long> countNotNull(Path parquetFile) throws IOException, InterruptedException {
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of("-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
            RivalClassPath.with(Optional.of("arrow")),
            ArrowCppFilter.class.getName(),
            parquetFile.toAbsolutePath().toString());
    if (result.exitCode() != 0) {
      throw new IllegalStateException(
          "Arrow C++ did not filter %s:%n%s".formatted(parquetFile, result.output()));
    }
    return result
        .output()
        .lines()
        .filter(line -> line.startsWith("rows "))
        .map(line -> Long.valueOf(line.substring("rows ".length())))
        .toList();
  }

  /** The forked process. */
  public static void main(String[] arguments) throws Exception {
    BufferAllocator allocator = new RootAllocator();
    String uri = Path.of(arguments[0]).toUri().toString();
    FileSystemDatasetFactory factory =
        new FileSystemDatasetFactory(
            allocator, NativeMemoryPool.getDefault(), FileFormat.PARQUET, uri);
    List<Field> fields = factory.inspect().getFields();
    Dataset dataset = factory.finish();
    for (int i = 0; i < fields.size(); i++) {
      ScanOptions options =
          new ScanOptions.Builder(BATCH_ROWS)
              .columns(Optional.empty())
              .substraitFilter(direct(isNotNull(fields, i)))
              .build();
      long rows = 0;
      Scanner scanner = dataset.newScan(options);
      ArrowReader reader = scanner.scanBatches();
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
      System.out.println("rows " + rows);
    }
    Runtime.getRuntime().halt(0);
  }

  /**
   * Substrait's ExtendedExpression {@code is_not_null(column)}, field numbers by its proto files.
   */
  private static byte[] isNotNull(List<Field> fields, int column) {
    List<byte[]> schema = new ArrayList<>();
    List<byte[]> types = new ArrayList<>();
    for (Field field : fields) {
      schema.add(message(1, field.getName().getBytes(StandardCharsets.UTF_8)));
      int width = ((ArrowType.FixedSizeBinary) field.getType()).getByteWidth();
      types.add(message(1, message(23, number(1, width), number(3, field.isNullable() ? 1 : 2))));
    }
    types.add(number(3, 2));
    schema.add(message(2, types.toArray(byte[][]::new)));
    byte[] reference = message(2, message(1, message(2, number(1, column))), message(4));
    byte[] call =
        message(
            3,
            number(1, 1),
            message(3, message(1, number(2, 2))),
            message(4, message(3, reference)));
    return message(
        message(1, number(1, 1), message(2, FUNCTIONS.getBytes(StandardCharsets.UTF_8))),
        message(
            2,
            message(
                3,
                number(1, 1),
                number(2, 1),
                message(3, "is_not_null:any".getBytes(StandardCharsets.UTF_8)))),
        message(3, message(1, call), message(3, "filter".getBytes(StandardCharsets.UTF_8))),
        message(4, schema.toArray(byte[][]::new)),
        message(7, number(2, 44)));
  }

  private static byte[] message(int field, byte[]... parts) {
    byte[] content = message(parts);
    return message(varint(field << 3 | 2), varint(content.length), content);
  }

  private static byte[] number(int field, int value) {
    return message(varint(field << 3), varint(value));
  }

  private static byte[] message(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] varint(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest = value;
    for (; rest > 0x7F; rest >>>= 7) {
      out.write(rest | 0x80);
    }
    out.write(rest);
    return out.toByteArray();
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
