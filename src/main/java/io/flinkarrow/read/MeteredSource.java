package io.flinkarrow.read;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.DynamicParallelismInference;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.PendingSplitsCheckpoint;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A {@link FileSource} whose readers show what they do as metrics. All else is the FileSource's:
 * splits, enumerators, readers and state, so that either of them restores what the other saved.
 */
final class MeteredSource<T>
    implements Source<T, FileSourceSplit, PendingSplitsCheckpoint<FileSourceSplit>>,
        ResultTypeQueryable<T>,
        DynamicParallelismInference {

  private static final long serialVersionUID = 1L;

  /** A FileSource needs a path, but its readers get theirs with the splits. */
  private static final Path NOWHERE = new Path("file:///");

  private final FileSource<T> source;
  private final SplitFormat<T> format;

  /**
   * @param format the source's
   */
  MeteredSource(FileSource<T> source, SplitFormat<T> format) {
    this.source = source;
    this.format = format;
  }

  @Override
  public SourceReader<T, FileSourceSplit> createReader(SourceReaderContext context) {
    ReadMetrics metrics = new ReadMetrics();
    metrics.register(context.metricGroup());
    return FileSource.forBulkFileFormat(new MeteredFormat<>(format, metrics), NOWHERE)
        .build()
        .createReader(context);
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SplitEnumerator<FileSourceSplit, PendingSplitsCheckpoint<FileSourceSplit>>
      createEnumerator(SplitEnumeratorContext<FileSourceSplit> context) {
    return source.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<FileSourceSplit, PendingSplitsCheckpoint<FileSourceSplit>>
      restoreEnumerator(
          SplitEnumeratorContext<FileSourceSplit> context,
          PendingSplitsCheckpoint<FileSourceSplit> checkpoint) {
    return source.restoreEnumerator(context, checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<FileSourceSplit> getSplitSerializer() {
    return source.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<PendingSplitsCheckpoint<FileSourceSplit>>
      getEnumeratorCheckpointSerializer() {
    return source.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return source.getProducedType();
  }

  @Override
  public int inferParallelism(Context context) {
    return source.inferParallelism(context);
  }

  /** Lives as long as the reader it is made for, and is never serialized. */
  private static final class MeteredFormat<T> implements BulkFormat<T, FileSourceSplit> {

    private static final long serialVersionUID = 1L;

    private final SplitFormat<T> format;
    private final transient ReadMetrics metrics;

    MeteredFormat(SplitFormat<T> format, ReadMetrics metrics) {
      this.format = format;
      this.metrics = metrics;
    }

    @Override
    public Reader<T> createReader(Configuration configuration, FileSourceSplit split)
        throws IOException {
      return format.open(split, metrics);
    }

    @Override
    public Reader<T> restoreReader(Configuration configuration, FileSourceSplit split)
        throws IOException {
      return format.open(split, metrics);
    }

    @Override
    public boolean isSplittable() {
      return format.isSplittable();
    }

    @Override
    public TypeInformation<T> getProducedType() {
      return format.getProducedType();
    }
  }
}
