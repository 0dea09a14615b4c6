using StateGen.Backends;
using StateGen.History.Tests.Ledgers;
using StateGen.TestKit;

namespace StateGen.History.Tests.Jobs;

/// <summary>A directory with a job in it: its input, its checkpoints, its output, and what the code that wrote it made of them.</summary>
internal sealed class LedgerJob(string directory)
{
    /// <summary>The checkpoint that a job of the past ends with.</summary>
    public const int LastCheckpoint = 2;

    private const string Id = "ledger";

    public string Input => this["input.csv"];

    /// <summary>What the writing code answered to a question about each page at the last checkpoint, with the timers that fired at the end.</summary>
    public string State => this["state.txt"];

    /// <summary>What the writing code wrote after the last checkpoint when it went on itself.</summary>
    public string Rest => this["rest.txt"];

    private string Output => this["output"];

    public string this[string relativePath] => Path.Combine(directory, relativePath);

    /// <summary>Whether a file is the input, the state or the rest, and not part of a checkpoint or of the output.</summary>
    public static bool IsText(string relativePath) => relativePath is "input.csv" or "state.txt" or "rest.txt";

    /// <summary>All files, in ordinal order.</summary>
    public IReadOnlyList<string> RelativePaths() =>
    [
        .. Directory.GetFiles(directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory, path))
            .Order(StringComparer.Ordinal),
    ];

    public IReadOnlyList<string> ReadInput() => File.ReadAllLines(Input);

    /// <summary>The lines that are committed, and those that the second checkpoint has prepared, in ordinal order.</summary>
    public IReadOnlyList<string> ReadOutput() =>
        [.. Directory.GetFiles(Output).Where(IsPart).SelectMany(File.ReadAllLines).Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> HiddenParts() => [.. Directory.GetFiles(Output, ".part-*").Select(path => Path.GetFileName(path))];

    /// <summary>Whether a file is a part that the last checkpoint has prepared. Earlier versions did not put the run into its name.</summary>
    public static bool IsPrepared(string name) =>
        name.EndsWith(".csv.pending", StringComparison.Ordinal)
        && (name.Contains($"-{LastCheckpoint}.csv", StringComparison.Ordinal) || name.Contains($"-{LastCheckpoint}-r", StringComparison.Ordinal));

    /// <summary>Copies the directory.</summary>
    public LedgerJob CopyTo(string target)
    {
        foreach (var path in RelativePaths())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, path))!);
            File.Copy(this[path], Path.Combine(target, path));
        }

        return new(target);
    }

    /// <summary>Goes on from the last checkpoint to the end of the input.</summary>
    public Task<JobResult> FinishAsync(IStateBackend backend, int parallelism, CancellationToken cancellationToken) =>
        RunAsync(Source(), Sink(), RestoringOptions(backend, parallelism), cancellationToken);

    /// <summary>Goes on from the last checkpoint with a question about each page instead of the rest of the input.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(IStateBackend backend, int parallelism, CancellationToken cancellationToken)
    {
        var answers = new CollectingSink();
        await RunAsync(new QuestionSource(LedgerModel.Pages(ReadInput())), answers, RestoringOptions(backend, parallelism), cancellationToken);
        return answers.Lines;
    }

    public ISource<LedgerEvent> Source() => FileSource.Lines(Input, LedgerEvent.Parse, LedgerInput.Splits);

    public ISink<string> Sink() => FileSink.Lines<string>(Output, static line => line);

    public PipelineOptions Options(IStateBackend backend, int parallelism, TimeProvider time) => new()
    {
        JobId = Id,
        Backend = backend,
        CheckpointTo = this["checkpoints"],
        Parallelism = parallelism,
        Time = time,
    };

    public static Task<JobResult> RunAsync(ISource<LedgerEvent> source, ISink<string> sink, PipelineOptions options, CancellationToken cancellationToken)
    {
        var sortsMaps = options.Backend is MemoryBackend;
        return Pipeline.From(source)
            .WithEventTime(value => value.At, maxOutOfOrderness: TimeSpan.Zero)
            .KeyBy(value => value.Page)
            .Process(() => new Ledger(sortsMaps))
            .To(sink)
            .RunAsync(options, cancellationToken);
    }

    private static bool IsPart(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith("part-", StringComparison.Ordinal) || IsPrepared(name);
    }

    private PipelineOptions RestoringOptions(IStateBackend backend, int parallelism)
    {
        var time = new VirtualTime();
        time.Advance(LedgerTimes.ClockOf(3));
        return Options(backend, parallelism, time);
    }
}
