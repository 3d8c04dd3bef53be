package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.core.fs.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;

/** Keys are in no job graph, message, log or file. */
class KeysAreNowhereTest {

  private static final Path DIRECTORY = new Path("file:///tmp/never-written");

  private static final List<byte[]> KEYS =
      List.of(TestKeys.bytes("footer", 16), TestKeys.bytes("column id", 16));

  @Test
  void notInOptionsAndSinksThatWereUsed() throws Exception {
    WriterOptions options = options(new TestKeys());
    writeFile(options, new ByteArrayOutputStream());
    assertHasNoKey(serialized(options));
    assertHasNoKey(
        serialized(
            ArrowParquetSink.forBatches(DIRECTORY, FlatRows.SCHEMA).options(options).build()));
    assertHasNoKey(serialized(ArrowParquetWriterFactory.forBatches(FlatRows.SCHEMA, options)));
    assertHasNoKey(
        serialized(
            ArrowParquetWriterFactory.verifying(
                ArrowParquetWriterFactory.forBatches(FlatRows.SCHEMA, options), 1)));
    assertHasNoKey(options.file.encryption.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** What builds a job may have no access to keys. */
  @Test
  void nobodyAsksForKeysBeforeAFileOpens() throws Exception {
    EncryptionKeyProvider fails =
        () -> {
          throw new IOException("asked");
        };
    ArrowParquetSink.forBatches(DIRECTORY, FlatRows.SCHEMA).options(options(fails)).build();
    ArrowParquetWriterFactory.forBatches(FlatRows.SCHEMA, options(fails));
  }

  /** So a provider that holds a key fails when the job is submitted. */
  @Test
  void aKeyCannotBeSerialized() {
    EncryptionKey key = new EncryptionKey(KEYS.get(0));
    EncryptionKeyProvider holdsIt = () -> key;
    assertThatThrownBy(() -> serialized(options(holdsIt)))
        .isInstanceOf(NotSerializableException.class);
  }

  @Test
  void notInWhatAKeySaysOfItself() {
    EncryptionKey key = new EncryptionKey(KEYS.get(0), "name".getBytes(StandardCharsets.UTF_8));
    assertThat(key).hasToString("AES key of 128 bits");
    assertThatThrownBy(() -> new EncryptionKey(new byte[] {77, 78, 79}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An AES key must have 16, 24 or 32 bytes but this one has 3");
  }

  @Test
  void aKeyIsACopy() {
    byte[] bytes = KEYS.get(0).clone();
    EncryptionKey key = new EncryptionKey(bytes, bytes);
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(key.bytes(), (byte) 0);
    assertThat(key.bytes()).isEqualTo(KEYS.get(0));
    assertThat(key.metadata()).isEqualTo(KEYS.get(0));
  }

  @Test
  void notInLogsAndFiles() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    AbstractAppender appender =
        new AbstractAppender("all", null, null, false, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            events.add(event.getMessage().getFormattedMessage());
          }
        };
    appender.start();
    LoggerContext context = LoggerContext.getContext(false);
    Level before = context.getConfiguration().getRootLogger().getLevel();
    context.getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
    Configurator.setRootLevel(Level.ALL);
    try {
      context.getLogger("check").trace("captured");
      writeFile(options(new TestKeys()), file);
    } finally {
      Configurator.setRootLevel(before);
      context.getConfiguration().getRootLogger().removeAppender("all");
    }
    assertThat(events).contains("captured");
    assertHasNoKey(String.join("\n", events).getBytes(StandardCharsets.ISO_8859_1));
    assertHasNoKey(file.toByteArray());
  }

  @Test
  void aProviderThatFailsIsNamedWithItsReason() {
    EncryptionKeyProvider fails =
        () -> {
          throw new IOException("the vault is sealed");
        };
    assertThatThrownBy(() -> writeFile(options(fails), OutputStream.nullOutputStream()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("gave no keys for a file that opens: the vault is sealed");
    EncryptionKeyProvider forgets = () -> null;
    assertThatThrownBy(() -> writeFile(options(forgets), OutputStream.nullOutputStream()))
        .hasMessageContaining("must give a key for the footer but gave null");
    EncryptionKeyProvider footerOnly = () -> new EncryptionKey(KEYS.get(0));
    assertThatThrownBy(() -> writeFile(options(footerOnly), OutputStream.nullOutputStream()))
        .hasMessageContaining("has no key for column 'id': implement columnKey")
        .satisfies(failure -> assertHasNoKey(trace(failure).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void columnsAreEncryptedOnlyInFilesThatAre() {
    WriterOptions options =
        WriterOptions.builder()
            .column("id", column -> column.encryption(ColumnEncryption.COLUMN_KEY))
            .build();
    assertThatThrownBy(() -> writeFile(options, OutputStream.nullOutputStream()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Encryption COLUMN_KEY configured for column 'id', but files are not encrypted: set encryption with a keyProvider");
    assertThatThrownBy(() -> WriterOptions.builder().encryption(files -> files.aadPrefix("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Encryption needs keys: set keyProvider");
  }

  @Test
  void providersAreGivenPathsThatNameTheColumn() {
    assertThat(ColumnPath.shortest(List.of("a", "b"))).isEqualTo(new ColumnPath("a.b"));
    assertThat(ColumnPath.shortest(List.of("a.b"))).isEqualTo(new ColumnPath("`a.b`"));
    assertThat(ColumnPath.shortest(List.of("a`"))).isEqualTo(new ColumnPath("`a```"));
  }

  private static WriterOptions options(EncryptionKeyProvider keys) {
    return WriterOptions.builder()
        .encryption(files -> files.keyProvider(keys))
        .column("id", column -> column.encryption(ColumnEncryption.COLUMN_KEY))
        .build();
  }

  private static void writeFile(WriterOptions options, OutputStream out) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = FlatRows.batch(allocator, 0, 100);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, FlatRows.SCHEMA, options)) {
      writer.write(batch);
      writer.finish();
    }
  }

  private static byte[] serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private static void assertHasNoKey(byte[] bytes) {
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .doesNotContain(KEYS.stream().flatMap(key -> TestKeys.forms(key).stream()).toList());
  }
}
