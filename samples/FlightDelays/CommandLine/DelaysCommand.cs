using System.CommandLine;
using FlightDelays.Jobs;

namespace FlightDelays.CommandLine;

/// <summary>The command line of the sample.</summary>
internal sealed class DelaysCommand : RootCommand
{
    private readonly Option<string> _input = OptionKind.RequiredText("--input", "The CSV file of flights.");
    private readonly Option<string> _output = OptionKind.RequiredText("--output", "The directory for the results, created where it is missing.");
    private readonly Option<string> _state = OptionKind.RequiredText("--state", "The directory for checkpoints and working files, created where it is missing.");
    private readonly Option<string> _backend = OptionKind.Choice("--backend", "Where state lives while the job runs.", Backends.Names);
    private readonly Option<int> _parallelism = OptionKind.Number("--parallelism", "How many subtasks work in parallel.", lowest: 1, standard: 1);
    private readonly Option<int> _splits = OptionKind.Number("--splits", "How many pieces the input is read in.", lowest: 1, standard: 1);
    private readonly Option<int> _checkpointEvery = OptionKind.Number("--checkpoint-every-ms", "The time between checkpoints in milliseconds.", lowest: 1, standard: 1000);
    private readonly Option<int> _rate = OptionKind.Number("--rate", "Records per second; 0 is full speed.", lowest: 0, standard: 0);
    private readonly Option<int> _progressEvery = OptionKind.Number("--progress-every-ms", "The time between progress lines in milliseconds.", lowest: 1, standard: 1000);

    public DelaysCommand()
        : base("Finds the delays of each airport and day in a file of flights. Run the same command again after a crash to go on where it stopped.")
    {
        Option[] options = [_input, _output, _state, _backend, _parallelism, _splits, _checkpointEvery, _rate, _progressEvery];
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
        TimeSpan.FromMilliseconds(result.GetRequiredValue(_progressEvery)));
}
