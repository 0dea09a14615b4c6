using System.CommandLine;
using FlightDelays.Jobs;
using StateGen;

namespace FlightDelays.CommandLine;

/// <summary>Defines the command line of the sample.</summary>
internal sealed class DelaysCommand : RootCommand
{
    private readonly Option<string> _input = OptionKind.RequiredText("--input", "The CSV file of flights.");
    private readonly Option<string> _output = OptionKind.RequiredText("--output", "The directory for the results. It is created if it does not exist.");
    private readonly Option<string> _state = OptionKind.RequiredText(
        "--state", "The directory for checkpoints and working files. It is created if it does not exist.");

    private readonly Option<CheckpointTarget?> _checkpointTo = OptionKind.Place(
        "--checkpoint-to",
        "The place for checkpoints, if it is not --state: the path of a directory, or a URI: "
        + "file:///PATH, azblob://ACCOUNT/CONTAINER/PREFIX or s3://BUCKET/PREFIX.");

    private readonly Option<string> _backend = OptionKind.Choice("--backend", "The backend that keeps state while the job runs.", Backends.Names);
    private readonly Option<int> _parallelism = OptionKind.Number("--parallelism", "The number of parallel subtasks.", lowest: 1, standard: 1);
    private readonly Option<int> _splits = OptionKind.Number("--splits", "The number of splits of the input.", lowest: 1, standard: 1);
    private readonly Option<int> _checkpointEvery = OptionKind.Number(
        "--checkpoint-every-ms", "The time between checkpoints in milliseconds.", lowest: 1, standard: 1000);

    private readonly Option<int> _rate = OptionKind.Number("--rate", "The maximum number of records per second; 0 is full speed.", lowest: 0, standard: 0);
    private readonly Option<int> _progressEvery = OptionKind.Number(
        "--progress-every-ms", "The time between progress lines in milliseconds.", lowest: 1, standard: 1000);

    private readonly Option<bool> _telemetry = new("--telemetry") { Description = "Write the job's logs, metrics and traces to the terminal." };

    public DelaysCommand()
        : base("Finds the delays of each airport and day in a file of flights. After a crash, run the same command again to continue from the last checkpoint.")
    {
        Option[] options = [_input, _output, _state, _checkpointTo, _backend, _parallelism, _splits, _checkpointEvery, _rate, _progressEvery, _telemetry];
        foreach (var option in options)
            Add(option);
        SetAction((result, cancellationToken) => DelaysProgram.RunAsync(Read(result), cancellationToken));
    }

    private DelaysOptions Read(ParseResult result) => new(
        result.GetRequiredValue(_input),
        result.GetRequiredValue(_output),
        result.GetRequiredValue(_state),
        result.GetRequiredValue(_backend),
        result.GetRequiredValue(_parallelism),
        result.GetRequiredValue(_splits),
        TimeSpan.FromMilliseconds(result.GetRequiredValue(_checkpointEvery)),
        result.GetRequiredValue(_rate),
        TimeSpan.FromMilliseconds(result.GetRequiredValue(_progressEvery)),
        result.GetValue(_telemetry),
        result.GetValue(_checkpointTo));
}
