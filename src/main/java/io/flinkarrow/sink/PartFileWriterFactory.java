package io.flinkarrow.sink;

import io.flinkarrow.compatibility.SupportedFlink;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.WrittenFiles;
import io.flinkarrow.sink.file.PartFileOpener;
import io.flinkarrow.sink.registry.EndMetadata;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import io.flinkarrow.sink.registry.Verification;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/** The one kind of {@link ArrowParquetWriterFactory}: files of a format, within one budget. */
final class PartFileWriterFactory<T> implements ArrowParquetWriterFactory<T> {

  private static final long serialVersionUID = 1L;

  private final PartFileOpener<T> format;
  private final WriterOptions options;
  private final double verifyShare;
  private final OpenWriters openWriters;

  PartFileWriterFactory(PartFileOpener<T> format, WriterOptions options) {
    this(format, options, 0, null);
  }

  private PartFileWriterFactory(
      PartFileOpener<T> format,
      WriterOptions options,
      double verifyShare,
      @Nullable EndMetadata endMetadata) {
    SupportedFlink.require();
    this.format = format;
    this.options = options;
    this.verifyShare = verifyShare;
    this.openWriters =
        new OpenWriters(
            options.memoryBudgetBytes(),
            new Verification(verifyShare, WrittenFiles.decryption(options)),
            endMetadata);
  }

  @Override
  public BulkWriter<T> create(FSDataOutputStream out) {
    requireCodecs();
    return format.intake(
        format.open(Objects.requireNonNull(out, "out"), PartFilePlace.UNKNOWN, openWriters));
  }

  /**
   * @throws IllegalArgumentException if it is no share
   */
  PartFileWriterFactory<T> verifying(double share) {
    return new PartFileWriterFactory<>(
        format, options, SettingChecks.share("verifyShare", share), openWriters.endMetadata());
  }

  /** The same, whose files have the metadata in addition. */
  PartFileWriterFactory<T> adding(@Nullable FileMetadata metadata) {
    return metadata == null
        ? this
        : new PartFileWriterFactory<>(
            format,
            options,
            verifyShare,
            new EndMetadata(
                metadata.getClass().getName(),
                (bucketId, soFar) ->
                    metadata.of(new EndingFile(Optional.ofNullable(bucketId), soFar))));
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
