package io.flinkarrow.read;

import io.flinkarrow.parquet.predicate.Predicate;
import java.util.function.Consumer;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;

/** What formats of rows and of batches have in common, for who builds a source of one of them. */
interface SplittableFormat<T> extends BulkFormat<T, FileSourceSplit> {

  SplittableFormat<T> withFilter(Predicate predicate);

  SplittableFormat<T> withPruning(Predicate predicate);

  SplittableFormat<T> withLimits(ReadLimits limits);

  SplittableFormat<T> withDecryption(Consumer<DecryptionOptions> options);

  SplittableFormat<T> withSplittableFiles(boolean splittable);
}
