package io.flinkarrow.sink;

import io.flinkarrow.compatibility.SupportedFlink;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.file.PartFileOpener;
import io.flinkarrow.sink.registry.OpenWriters;
import java.util.Objects;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/** The one kind of {@link ArrowParquetWriterFactory}: files of a format, within one budget. */
final class PartFileWriterFactory<T> implements ArrowParquetWriterFactory<T> {

  private static final long serialVersionUID = 1L;

  private final PartFileOpener<T> format;
  private final WriterOptions options;
  private final OpenWriters openWriters;

  PartFileWriterFactory(PartFileOpener<T> format, WriterOptions options) {
    this(format, options, 0);
  }

  private PartFileWriterFactory(
      PartFileOpener<T> format, WriterOptions options, double verifyShare) {
    SupportedFlink.require();
    this.format = format;
    this.options = options;
    this.openWriters = new OpenWriters(options.memoryBudgetBytes(), verifyShare);
  }

  @Override
  public BulkWriter<T> create(FSDataOutputStream out) {
    requireCodecs();
    return format.open(Objects.requireNonNull(out, "out"), openWriters);
  }

  /**
   * @throws IllegalArgumentException if it is no share, or files are encrypted
   */
  PartFileWriterFactory<T> verifying(double share) {
    if (share > 0 && options.isEncrypted()) {
      throw new IllegalArgumentException(
          "Encrypted files cannot be verified, because this library does not read them: leave verifyShare or encryption off");
    }
    return new PartFileWriterFactory<>(format, options, SettingChecks.share("verifyShare", share));
  }

  PartFileOpener<T> format() {
    return format;
  }

  void requireCodecs() {
    options.requireCodecs();
  }

  OpenWriters openWriters() {
    return openWriters;
  }
}
