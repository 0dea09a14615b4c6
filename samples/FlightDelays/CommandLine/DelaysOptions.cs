using StateGen;

namespace FlightDelays.CommandLine;

/// <summary>The options of the command line.</summary>
/// <param name="Input">The file of flights.</param>
/// <param name="Output">The directory of the committed parts.</param>
/// <param name="State">The directory of checkpoints and working files.</param>
/// <param name="Backend">The backend that keeps state while the job runs: <c>memory</c> or <c>rocksdb</c>.</param>
/// <param name="Parallelism">The number of parallel subtasks.</param>
/// <param name="Splits">The number of splits of the input.</param>
/// <param name="CheckpointInterval">The time between checkpoints.</param>
/// <param name="Rate">The maximum number of records per second; 0 for full speed.</param>
/// <param name="ProgressInterval">The time between progress lines.</param>
/// <param name="Telemetry">Writes the job's logs, metrics and traces to the terminal.</param>
/// <param name="CheckpointTo">The place for checkpoints; null for a folder in <paramref name="State"/>.</param>
internal sealed record DelaysOptions(
    string Input,
    string Output,
    string State,
    string Backend,
    int Parallelism,
    int Splits,
    TimeSpan CheckpointInterval,
    int Rate,
    TimeSpan ProgressInterval,
    bool Telemetry = false,
    CheckpointTarget? CheckpointTo = null);
