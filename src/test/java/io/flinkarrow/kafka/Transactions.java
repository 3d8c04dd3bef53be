package io.flinkarrow.kafka;

import io.flinkarrow.testing.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A producer in a thread of its own that sends rows in transactions until it is stopped, and aborts
 * one in four of them after all its records have arrived. Numbers are given once, whether their
 * transaction is committed or not.
 */
final class Transactions {

  private static final int MOST_RECORDS = 6;
  private static final long PAUSE_MILLIS = 10;

  /** What one record holds. */
  interface Content {
    byte[] of(long firstId, int rows);
  }

  /** A record of a committed transaction. */
  record Sent(int partition, long offset, long firstId, int rows) {
    LongStream ids() {
      return LongStream.range(firstId, firstId + rows);
    }
  }

  private record Unconfirmed(Future<RecordMetadata> place, long firstId, int rows) {
    Sent confirmed() throws InterruptedException, ExecutionException {
      return new Sent(place.get().partition(), place.get().offset(), firstId, rows);
    }
  }

  private final String topic;
  private final int partitions;
  private final int mostRows;
  private final Content content;
  private final Random random = new Random(20_261_124);
  private final List<Sent> committed = new ArrayList<>();
  private int aborted;
  private long nextId;
  private volatile boolean stopped;
  private CompletableFuture<Void> end;

  Transactions(String topic, int partitions, int mostRows, Content content) {
    this.topic = topic;
    this.partitions = partitions;
    this.mostRows = mostRows;
    this.content = content;
  }

  void start(TestBroker broker) {
    end =
        CompletableFuture.runAsync(
            () -> {
              try (KafkaProducer<byte[], byte[]> producer = broker.producer(topic + "-producer")) {
                producer.initTransactions();
                while (!stopped) {
                  transaction(producer);
                  TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
              } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("A transaction was not to fail", e);
              }
            },
            task -> {
              Thread thread = new Thread(task, topic + " transactions");
              thread.setDaemon(true);
              thread.start();
            });
  }

  /** Ends with the transaction that is open now. */
  void stop() throws Exception {
    stopped = true;
    end.get(3, TimeUnit.MINUTES);
  }

  private void transaction(KafkaProducer<byte[], byte[]> producer)
      throws InterruptedException, ExecutionException {
    producer.beginTransaction();
    List<Unconfirmed> records = new ArrayList<>();
    for (int record = random.nextInt(MOST_RECORDS); record >= 0; record--) {
      int rows = 1 + random.nextInt(mostRows);
      records.add(
          new Unconfirmed(
              producer.send(
                  new ProducerRecord<>(
                      topic, random.nextInt(partitions), null, content.of(nextId, rows))),
              nextId,
              rows));
      nextId += rows;
    }
    producer.flush();
    List<Sent> sent = new ArrayList<>();
    for (Unconfirmed record : records) {
      sent.add(record.confirmed());
    }
    if (random.nextInt(4) == 0) {
      producer.abortTransaction();
      countAborted();
    } else {
      commit(producer);
      note(sent);
    }
  }

  /** As often as it takes: until then nobody knows whether the broker has committed. */
  private static void commit(KafkaProducer<byte[], byte[]> producer) {
    while (true) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        continue;
      }
    }
  }

  private synchronized void countAborted() {
    aborted++;
  }

  private synchronized void note(List<Sent> sent) {
    committed.addAll(sent);
  }

  synchronized int aborted() {
    return aborted;
  }

  synchronized List<Sent> committed() {
    return List.copyOf(committed);
  }

  /** The numbers of all rows of committed transactions, in order. */
  long[] committedIds() {
    return committed().stream().flatMapToLong(Sent::ids).sorted().toArray();
  }
}
