package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.parquet.ColumnOptions;
import io.flinkarrow.parquet.EncryptionOptions;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.SchemaOptions;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.scan.ScanLimits;
import io.flinkarrow.read.ArrowParquetSource;
import io.flinkarrow.read.DecryptionOptions;
import io.flinkarrow.read.ReadLimits;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.sink.CommittedFileOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Whether the options page names every setter of the builders, and the default it has. */
class OptionsPageTest {

  private static final Path PAGE = Path.of("docs/reference/options.md");
  private static final long MEBIBYTE = 1L << 20;

  /** What builders keep options in. */
  private static final Set<String> HELD =
      Set.of(
          "ColumnWriterOptions",
          "ColumnChoices",
          "FileWriterOptions",
          "ScanLimits",
          "ScanOptions",
          "SchemaChoices",
          "SplitOptions",
          "SinkSettings");

  @Test
  void theWritersOptionsAreThoseOfTheBuilder() throws Exception {
    assertThat(documented("## WriterOptions.builder()", 2))
        .isEqualTo(settersOf(WriterOptions.builder()));
  }

  @Test
  void theOptionsOfColumnsAreThoseOfTheBuilder() {
    assertThat(documented("## Options of columns", 2).keySet())
        .isEqualTo(publicMethodsOf(ColumnOptions.class));
  }

  @Test
  void theOptionsOfEncryptionAreThoseOfTheBuilder() {
    assertThat(documented("## Options of encryption", 2).keySet())
        .isEqualTo(publicMethodsOf(EncryptionOptions.class));
    assertThat(documented("## Options of decryption", 2).keySet())
        .isEqualTo(publicMethodsOf(DecryptionOptions.class));
  }

  private static Set<String> publicMethodsOf(Class<?> options) {
    return Arrays.stream(options.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  @Test
  void theOptionsOfTheSchemaAreThoseOfTheBuilder() throws Exception {
    List<SchemaOptions> builder = new ArrayList<>();
    WriterOptions.builder().schema(builder::add);

    assertThat(documented("## Options of the schema", 2)).isEqualTo(settersOf(builder.get(0)));
  }

  @Test
  void theSinksOptionsAreThoseOfTheBuilder() throws Exception {
    Schema schema =
        new Schema(
            List.of(org.apache.arrow.vector.types.pojo.Field.nullable("a", new ArrowType.Utf8())));
    var directory = new org.apache.flink.core.fs.Path("file:///tmp/never-written");

    assertThat(documented("## ArrowParquetSink.forBatches(directory, schema)", 1))
        .isEqualTo(settersOf(ArrowParquetSink.forBatches(directory, schema)));
  }

  @Test
  void theLimitsOfPayloadsAreThoseOfTheBuilder() throws Exception {
    Path page = Path.of("docs/reference/payloads.md");
    assertThat(documented(page, "## DecodeLimits.builder()", 1))
        .isEqualTo(settersOf(DecodeLimits.builder()));
  }

  @Test
  void theLimitsOfFilesAreThoseOfTheBuilder() throws Exception {
    Path page = Path.of("docs/reference/reading.md");
    assertThat(documented(page, "## ReadLimits.builder()", 2))
        .isEqualTo(settersOf(ReadLimits.builder()));
  }

  @Test
  void theOptionsOfSourcesAreThoseOfTheBuilder() throws Exception {
    Path page = Path.of("docs/reference/reading.md");
    var directory = new org.apache.flink.core.fs.Path("file:///tmp/never-read");

    assertThat(documented(page, "## ArrowParquetSource", 1))
        .isEqualTo(settersOf(ArrowParquetSource.forBatches(directory)));
  }

  @Test
  void theOptionsOfReadersAreThoseOfTheBuilder() throws Exception {
    Path page = Path.of("docs/reference/reading.md");
    assertThat(documented(page, "## ReaderOptions.builder()", 1))
        .isEqualTo(settersOf(ReaderOptions.builder()));
  }

  private static Map<String, String> documented(String heading, int defaults) {
    return documented(PAGE, heading, defaults);
  }

  /** Option to default, by name. */
  private static Map<String, String> documented(Path page, String heading, int defaults) {
    return Documents.table(page, heading).stream()
        .collect(
            Collectors.toMap(
                row -> row.get(0), row -> row.get(defaults), (a, b) -> b, TreeMap::new));
  }

  private static Map<String, String> settersOf(Object builder) throws IllegalAccessException {
    Map<String, String> defaults = new TreeMap<>();
    for (Method method : builder.getClass().getMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && method.getReturnType().isInstance(builder)) {
        defaults.put(method.getName(), defaultOf(builder, method.getName()));
      }
    }
    return defaults;
  }

  /** The value of the field that a setter sets, in the builder or in the options that it holds. */
  private static String defaultOf(Object builder, String setter) throws IllegalAccessException {
    if (setter.startsWith("column")) {
      return "none";
    }
    for (Field field : builder.getClass().getDeclaredFields()) {
      boolean named = field.getName().equals(setter);
      boolean held =
          HELD.contains(field.getType().getSimpleName())
              && !Modifier.isStatic(field.getModifiers());
      if (named || held) {
        field.setAccessible(true);
        Object value = field.get(builder);
        String shown = named ? shown(setter, value) : defaultOf(value, setter);
        if (!shown.equals("off") || named) {
          return shown;
        }
      }
    }
    return "off";
  }

  private static String shown(String setter, Object value) {
    if (value instanceof CommittedFileOptions) {
      return "none";
    }
    if (value instanceof ScanLimits) {
      return "ReadLimits.defaults()";
    }
    if (value == null
        || HELD.contains(value.getClass().getSimpleName())
        || (value instanceof Map<?, ?> entries && entries.isEmpty())
        || (value instanceof Collection<?> elements && elements.isEmpty())) {
      return "none";
    }
    if (value instanceof Boolean enabled) {
      return enabled ? "on" : "off";
    }
    if (value instanceof Number number) {
      if (number.longValue() == Long.MAX_VALUE) {
        return "no limit";
      }
      return setter.toLowerCase(Locale.ROOT).endsWith("bytes")
          ? "%d MiB".formatted(number.longValue() / MEBIBYTE)
          : String.format(Locale.ROOT, "%,d", number.longValue());
    }
    if (value instanceof WriterOptions || value instanceof ReadLimits) {
      return value.getClass().getSimpleName() + ".defaults()";
    }
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value.getClass().isRecord()) {
      boolean saysNothing = value.getClass().getRecordComponents().length == 0;
      return saysNothing ? "off" : components(value);
    }
    return value.getClass().getSimpleName();
  }

  /** A codec and its level. */
  private static String components(Object choice) {
    return Arrays.stream(choice.getClass().getRecordComponents())
        .map(component -> named(choice, component))
        .collect(Collectors.joining(", "));
  }

  private static String named(Object choice, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      Object value = component.getAccessor().invoke(choice);
      return value instanceof Enum<?> ? value.toString() : component.getName() + " " + value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
