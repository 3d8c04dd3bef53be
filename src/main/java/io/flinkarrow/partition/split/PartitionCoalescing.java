package io.flinkarrow.partition.split;

import io.flinkarrow.batch.BatchConcatenation;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.partition.BatchPartitioner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/**
 * Small parts that wait for more rows of their partition, up to so many bytes together. Rows of a
 * partition leave in the order they came; between partitions there is none.
 */
final class PartitionCoalescing {

  /** Past this, a writer gains nothing from larger batches. */
  static final int WORTHWHILE_BYTES = 512 << 10;

  /** Heap of a part's batch, body, layout and arrays beside what these arrays hold. */
  private static final int OBJECTS_OF_A_PART = 208;

  /** Heap of what holds a partition's parts: directory, map entry, list and counts. */
  private static final int OBJECTS_OF_A_PARTITION = 256;

  private final long maximumBytes;
  private final Consumer<RecordBatch> out;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Counter parts = new SimpleCounter();
  private final Counter dictionaryChanges = new SimpleCounter();

  /** Those of all that waits, and an equal list that parts came with last. */
  private List<DictionaryBatch> dictionaries = List.of();

  private List<DictionaryBatch> lastDictionaries = dictionaries;
  private long bytes;

  /** Parts of one partition. */
  private static final class Waiting {
    private final BatchConcatenation parts = new BatchConcatenation();
    private long bytes;
  }

  /**
   * @param maximumBytes 0 holds nothing
   */
  PartitionCoalescing(long maximumBytes, Consumer<RecordBatch> out) {
    this.maximumBytes = maximumBytes;
    this.out = out;
  }

  /** Shows what comes, what waits, and why it does not wait longer. */
  void register(MetricGroup group) {
    group.counter("parts", parts);
    group.counter("dictionaryChanges", dictionaryChanges);
    group.gauge("heldBytes", this::bytes);
  }

  /** Keeps the part, or sends it on; perhaps others too. */
  void add(BatchPartitioner.Part part) {
    parts.inc();
    RecordBatch batch = withSharedDictionaries(part.batch());
    long size = batch.body().sizeInBytes() + OBJECTS_OF_A_PART;
    if (size >= WORTHWHILE_BYTES || size > maximumBytes) {
      send(part.directory());
      out.accept(batch);
      return;
    }
    Waiting partition = waitingOrNew(part.directory(), batch);
    partition.bytes += size;
    bytes += size;
    if (partition.bytes >= WORTHWHILE_BYTES) {
      send(part.directory());
    } else if (bytes > maximumBytes) {
      sendLargest();
    }
  }

  /** Where the part now waits: with those before, or alone if one batch can't hold all. */
  private Waiting waitingOrNew(String directory, RecordBatch batch) {
    Waiting before = waiting.get(directory);
    if (before != null && before.parts.add(batch)) {
      return before;
    }
    send(directory);
    Waiting alone = new Waiting();
    alone.parts.add(batch);
    alone.bytes =
        OBJECTS_OF_A_PARTITION
            + (long) directory.length() * Character.BYTES
            + 2L * batch.body().nodes() * Integer.BYTES;
    bytes += alone.bytes;
    waiting.put(directory, alone);
    return alone;
  }

  /** Else each part would keep the dictionaries that its batch came with, equal or not. */
  private RecordBatch withSharedDictionaries(RecordBatch batch) {
    if (batch.dictionaries() != lastDictionaries) {
      lastDictionaries = batch.dictionaries();
      if (!lastDictionaries.equals(dictionaries)) {
        if (!waiting.isEmpty()) {
          dictionaryChanges.inc();
        }
        flush();
        dictionaries = lastDictionaries;
      }
    }
    return lastDictionaries == dictionaries
        ? batch
        : RecordBatch.of(batch.batchSchema(), batch.rowCount(), batch.body(), dictionaries);
  }

  /** Until half is left: else the next part would come too early again. */
  private void sendLargest() {
    List<Map.Entry<String, Waiting>> largest = new ArrayList<>(waiting.entrySet());
    largest.sort(Comparator.comparingLong(entry -> -entry.getValue().bytes));
    for (Map.Entry<String, Waiting> partition : largest) {
      if (bytes <= maximumBytes / 2) {
        return;
      }
      send(partition.getKey());
    }
  }

  private void send(String directory) {
    Waiting partition = waiting.remove(directory);
    if (partition != null) {
      bytes -= partition.bytes;
      out.accept(partition.parts.join());
    }
  }

  /** Sends everything on. */
  void flush() {
    List.copyOf(waiting.keySet()).forEach(this::send);
  }

  /** Heap of what waits, without dictionaries: there is one set of them, beside the last part's. */
  long bytes() {
    return bytes;
  }
}
