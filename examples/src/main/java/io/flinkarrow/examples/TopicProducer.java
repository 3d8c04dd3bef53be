package io.flinkarrow.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends messages to a topic in transactions, evenly over some time. As producers fail, it aborts
 * some transactions after their messages have arrived, and sends them again: readers must not see
 * these twice.
 */
final class TopicProducer {

  private static final int TRANSACTIONS = 100;
  private static final int ABORTS_ONE_IN = 10;

  /** A committed transaction, and all rows up to and with it. */
  private record Commit(long nanoTime, long rows) {}

  private final String brokers;
  private final String topic;
  private final int partitions;
  private final List<Message> messages;
  private final Duration duration;

  private final List<Commit> commits = new ArrayList<>();
  private int aborted;
  private int nextPartition;

  TopicProducer(
      String brokers, String topic, int partitions, List<Message> messages, Duration duration) {
    this.brokers = brokers;
    this.topic = topic;
    this.partitions = partitions;
    this.messages = messages;
    this.duration = duration;
  }

  String topic() {
    return topic;
  }

  /** Sends in a thread of its own; done when all messages are committed. */
  CompletableFuture<Void> start() {
    return CompletableFuture.runAsync(this::sendAll, this::inThread);
  }

  /** Rows of all committed transactions. */
  synchronized long rows() {
    return commits.isEmpty() ? 0 : commits.get(commits.size() - 1).rows();
  }

  synchronized int aborted() {
    return aborted;
  }

  /** How long rows have been in Kafka already that do not belong to so many first ones. */
  synchronized double secondsSince(long firstRows) {
    long now = System.nanoTime();
    return commits.stream()
        .filter(commit -> commit.rows() > firstRows)
        .findFirst()
        .map(commit -> (now - commit.nanoTime()) / 1e9)
        .orElse(0.0);
  }

  private void inThread(Runnable task) {
    Thread thread = new Thread(task, "producer of " + topic);
    thread.setDaemon(true);
    thread.start();
  }

  private void sendAll() {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "producer-of-" + topic);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      long start = System.nanoTime();
      for (int number = 0; number < TRANSACTIONS; number++) {
        long due = start + duration.toNanos() * number / TRANSACTIONS;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        List<Message> some =
            messages.subList(
                messages.size() * number / TRANSACTIONS,
                messages.size() * (number + 1) / TRANSACTIONS);
        if (number % ABORTS_ONE_IN == ABORTS_ONE_IN - 1) {
          abort(producer, some);
        }
        commit(producer, some);
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Topic " + topic + " did not take a message: " + e, e);
    }
  }

  private void abort(KafkaProducer<byte[], byte[]> producer, List<Message> some)
      throws InterruptedException, ExecutionException {
    producer.beginTransaction();
    send(producer, some);
    producer.abortTransaction();
    synchronized (this) {
      aborted++;
    }
  }

  private void commit(KafkaProducer<byte[], byte[]> producer, List<Message> some)
      throws InterruptedException, ExecutionException {
    producer.beginTransaction();
    send(producer, some);
    producer.commitTransaction();
    long more = some.stream().mapToLong(Message::rows).sum();
    synchronized (this) {
      commits.add(new Commit(System.nanoTime(), rows() + more));
    }
  }

  /** Returns when the broker has all of them. */
  private void send(KafkaProducer<byte[], byte[]> producer, List<Message> some)
      throws InterruptedException, ExecutionException {
    List<Future<RecordMetadata>> confirmations = new ArrayList<>();
    for (Message message : some) {
      int partition = nextPartition++ % partitions;
      confirmations.add(
          producer.send(new ProducerRecord<>(topic, partition, null, message.bytes())));
    }
    producer.flush();
    for (Future<RecordMetadata> confirmation : confirmations) {
      confirmation.get();
    }
  }
}
