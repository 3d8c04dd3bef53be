package io.flinkarrow.releases;

import java.nio.file.Path;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * A job, or two, in a process that has one release of Flink; the cluster is part of the process.
 * Uses what all releases have, though it is compiled with the latest.
 */
public enum ReleaseProgram {
  /** Batches into partitions, with failures and a restore at another parallelism. */
  FILES {
    @Override
    void run(Place place) throws Exception {
      FilesJob.run(place.directory().resolve(name()));
    }
  },

  /** Rows into files, and rows into batches into files. */
  ROWS {
    @Override
    void run(Place place) throws Exception {
      RowsJob.run(place.directory().resolve(name()));
    }
  },

  /** Arrow IPC from a broker into files, by a source that decodes and by a decoder behind it. */
  KAFKA {
    @Override
    void run(Place place) throws Exception {
      KafkaJob.run(place.directory().resolve(name()), place.brokers(), place.topic());
    }
  },

  /** A job that ends with its savepoint, before any of its files became visible. */
  LEAVE {
    @Override
    void run(Place place) throws Exception {
      StatefulJob.leave(place.directory(), place.brokers(), place.topic());
    }
  },

  /** The same job goes on from there and runs to its end. */
  TAKE_UP {
    @Override
    void run(Place place) throws Exception {
      StatefulJob.takeUp(place.directory(), place.brokers(), place.topic());
    }
  };

  /**
   * Where a program finds what it needs.
   *
   * @param directory for what it writes
   * @param topic what its topics' names begin with
   */
  record Place(Path directory, String brokers, String topic) {}

  abstract void run(Place place) throws Exception;

  /** The directory, brokers, the topic, and the program's name. */
  public static void main(String[] arguments) throws Exception {
    System.out.println("Flink " + EnvironmentInformation.getVersion());
    Place place = new Place(Path.of(arguments[0]), arguments[1], arguments[2]);
    valueOf(arguments[3]).run(place);
  }
}
