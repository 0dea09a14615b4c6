namespace FlightDelays.CommandLine;

/// <summary>What the command line asks for.</summary>
/// <param name="Input">The file of flights.</param>
/// <param name="Output">The directory of the committed parts.</param>
/// <param name="State">The directory of checkpoints and working files.</param>
/// <param name="Backend">Where state lives while the job runs: <c>memory</c> or <c>rocksdb</c>.</param>
/// <param name="Parallelism">The number of parallel subtasks.</param>
/// <param name="Splits">The number of pieces that the input is read in.</param>
/// <param name="CheckpointInterval">The time between checkpoints.</param>
/// <param name="Rate">Records per second; 0 is full speed.</param>
/// <param name="ProgressInterval">The time between progress lines.</param>
internal sealed record DelaysOptions(
    string Input,
    string Output,
    string State,
    string Backend,
    int Parallelism,
    int Splits,
    TimeSpan CheckpointInterval,
    int Rate,
    TimeSpan ProgressInterval);
