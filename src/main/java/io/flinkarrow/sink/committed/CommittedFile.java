package io.flinkarrow.sink.committed;

import io.flinkarrow.element.ValueTypeInfo;
import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.partition.PartitionValues;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.fs.Path;

/**
 * A part file that is committed: readers see it, and the sink never changes it again. The path
 * names it for ever, because no two files of a sink have the same. So it is the id by which to drop
 * a file that is told of twice.
 *
 * @param bucketId its bucket, the directory below the sink's; empty for the sink's own
 * @param path where it is
 * @param summary what it holds, as its footer says it: without checksums and {@code
 *     invalidGeometries}, and without null counts of columns whose statistics are off
 */
@TypeInfo(CommittedFile.TypeFactory.class)
public record CommittedFile(String bucketId, Path path, FileSummary summary) {

  /** The type of a stream of committed files, which Flink finds by itself too. */
  public static final TypeInformation<CommittedFile> TYPE =
      new ValueTypeInfo<>(CommittedFile.class, new CommittedFileSerializer());

  public CommittedFile {
    Objects.requireNonNull(bucketId, "bucketId");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(summary, "summary");
  }

  /**
   * The values that stand in the bucket, by name and in its order: {@code dt} and {@code
   * 2024-01-31} of {@code dt=2024-01-31}. Levels that are no {@code name=value} have none. A null
   * is what the directory calls it.
   */
  public Map<String, String> partition() {
    return PartitionValues.of(bucketId);
  }

  /** For Flink's type extraction. */
  public static final class TypeFactory extends TypeInfoFactory<CommittedFile> {
    @Override
    public TypeInformation<CommittedFile> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> genericParameters) {
      return TYPE;
    }
  }
}
