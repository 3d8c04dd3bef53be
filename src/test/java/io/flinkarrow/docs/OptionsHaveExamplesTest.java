package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.ColumnOptions;
import io.flinkarrow.parquet.EncryptionOptions;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.SchemaOptions;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.read.ArrowParquetSource;
import io.flinkarrow.read.ParquetBatchFormat;
import io.flinkarrow.read.ParquetRowFormat;
import io.flinkarrow.read.ReadLimits;
import io.flinkarrow.row.RowParquetWriter;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the Javadoc of every option has an example that calls it, and every example compiles. */
class OptionsHaveExamplesTest {

  /** Where users set options; an option is what gives the class back. */
  private static final List<Class<?>> OPTIONS =
      List.of(
          WriterOptions.Builder.class,
          ColumnOptions.class,
          SchemaOptions.class,
          EncryptionOptions.class,
          ArrowParquetSink.Builder.class,
          ArrowParquetWriterFactory.class,
          ArrowParquetWriter.class,
          RowParquetWriter.class,
          PartitionByColumns.class,
          ParquetRowFormat.class,
          ParquetBatchFormat.class,
          ArrowParquetSource.Builder.class,
          ReadLimits.Builder.class,
          ReaderOptions.Builder.class,
          Predicate.class,
          DecodeLimits.Builder.class);

  private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("\\{@code\\s");
  private static final Pattern UNQUALIFIED_CALL =
      Pattern.compile("([a-z]\\w*)\\(.*", Pattern.DOTALL);

  /** A call with arguments, or without any as a statement of its own. */
  private static final Pattern CALL = Pattern.compile("\\w\\((?!\\))|^\\w+\\(\\)$");

  /** What examples take for given. */
  private static final String GIVEN =
      """
      import io.flinkarrow.batch.*;
      import io.flinkarrow.ipc.*;
      import io.flinkarrow.parquet.*;
      import io.flinkarrow.parquet.options.*;
      import io.flinkarrow.parquet.predicate.*;
      import io.flinkarrow.partition.*;
      import io.flinkarrow.read.*;
      import io.flinkarrow.row.*;
      import io.flinkarrow.sink.*;
      import java.io.*;
      import java.time.*;
      import java.util.*;
      import org.apache.arrow.memory.BufferAllocator;
      import org.apache.arrow.vector.VectorSchemaRoot;
      import org.apache.arrow.vector.ipc.*;
      import org.apache.arrow.vector.types.pojo.Schema;
      import org.apache.flink.api.connector.sink2.Sink;
      import org.apache.flink.connector.file.sink.FileSink;
      import org.apache.flink.connector.file.sink.compactor.*;
      import org.apache.flink.connector.file.src.FileSource;
      import org.apache.flink.core.fs.Path;
      import org.apache.flink.streaming.api.datastream.DataStream;
      import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.*;
      import org.apache.flink.table.data.RowData;
      import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
      import org.apache.flink.table.types.logical.RowType;

      class Examples {
        static Path directory, path;
        static Schema schema;
        static RowType rowType;
        static Iterable<RowData> rows;
        static Iterable<VectorSchemaRoot> batches;
        static DataStream<RecordBatch> stream;
        static BufferAllocator allocator;
        static InputStream in;
        static OutputStream out;
        static ArrowParquetWriter writer;
        static WriterOptions options;
        static ArrowParquetWriterFactory<RecordBatch> factory;
        static FileCompactStrategy strategy;
        static RecordWiseFileCompactor.Reader.Factory<RecordBatch> reader;
        static Catalog catalog;
        static Sink<String> log;

        interface Catalog {
          void add(Path path, FileSummary summary);
        }

        static class VaultKeys implements EncryptionKeyProvider {
          VaultKeys(String... names) {}

          public EncryptionKey footerKey() {
            return null;
          }

          public EncryptionKey columnKey(ColumnPath path) {
            return null;
          }
        }
      """;

  @TempDir private Path directory;

  /** An example, and the class in whose source it is. */
  private record Example(Class<?> options, String code) {

    boolean calls(String method) {
      return Pattern.compile("\\b" + method + "\\(").matcher(code).find();
    }

    /** Calls without a receiver are of the class, or else of the options that lead to it. */
    String statement() {
      Matcher unqualified = UNQUALIFIED_CALL.matcher(code);
      String receiver = "";
      if (unqualified.matches() && !code.startsWith("try")) {
        Class<?> type =
            optionsOf(options).contains(unqualified.group(1))
                ? options
                : WriterOptions.Builder.class;
        String arguments = type.getTypeParameters().length == 0 ? "" : "<RecordBatch>";
        receiver = "((%s%s) null).".formatted(type.getCanonicalName(), arguments);
      }
      return receiver + code + (code.endsWith(";") || code.endsWith("}") ? "" : ";");
    }
  }

  private static Set<String> optionsOf(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> method.getReturnType() == type)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Example> examples(Class<?> type) {
    Class<?> outermost = type.getNestHost();
    String source =
        Documents.text(Path.of("src/main/java", outermost.getName().replace('.', '/') + ".java"));
    List<Example> examples = new ArrayList<>();
    Matcher comments = JAVADOC.matcher(source);
    while (comments.find()) {
      String comment = comments.group(1).replaceAll("\\n *\\* ?", "\n");
      Matcher code = CODE.matcher(comment);
      while (code.find()) {
        String text = comment.substring(code.end(), end(comment, code.start())).strip();
        if (CALL.matcher(text).find()) {
          examples.add(new Example(type, text));
        }
      }
    }
    return examples;
  }

  /** Where the brace that opens at a place is closed. */
  private static int end(String text, int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new AssertionError("not closed: " + text.substring(start));
  }

  @Test
  void everyOptionHasAnExample() {
    List<String> without = new ArrayList<>();
    for (Class<?> type : OPTIONS) {
      List<Example> examples = examples(type);
      assertThat(optionsOf(type)).as("%s", type).isNotEmpty();
      for (String option : optionsOf(type)) {
        if (examples.stream().noneMatch(example -> example.calls(option))) {
          without.add(type.getCanonicalName() + "." + option);
        }
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void everyExampleCompiles() {
    StringBuilder source = new StringBuilder(GIVEN);
    int count = 0;
    for (Class<?> type : OPTIONS) {
      for (Example example : examples(type)) {
        source
            .append("static void example%d() throws Exception {%n".formatted(count++))
            .append(example.statement())
            .append("\n}\n");
      }
    }
    assertThat(count).isGreaterThan(50);
    assertThat(problems(source.append("}\n").toString())).isEmpty();
  }

  private String problems(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///Examples.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    boolean compiled =
        compiler
            .getTask(
                problems,
                null,
                null,
                List.of("-proc:none", "-nowarn", "-d", directory.toString()),
                null,
                List.of(file))
            .call();
    return compiled ? "" : problems.toString();
  }
}
