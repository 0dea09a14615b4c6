using StateGen.Checkpoints;
using StateGen.Conformance.Tests.Hosts;
using StateGen.TestKit;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Runs a program on generated operators and in the model, and compares after every step.</summary>
/// <param name="backend">The backend.</param>
/// <param name="program">The program.</param>
/// <param name="timeToLive">The time to live that the model has; tests of the oracle itself give a wrong one.</param>
internal sealed class OracleRun(BackendUnderTest backend, OracleProgram program, long timeToLive = OracleModel.TimeToLive) : IDisposable
{
    private readonly OracleNotes _notes = new();
    private readonly ManualTime _time = new();
    private readonly InterruptibleStorage _storage = new();
    private OracleHost[] _hosts = [];
    private OracleModel _model = null!;
    private CheckpointStore _checkpoints = null!;
    private TaskCompletionSource? _heldWrites;
    private Task _saving = Task.CompletedTask;
    private OracleModel.Content? _saved;

    /// <summary>Runs a program.</summary>
    /// <returns>The first difference from the model; null if there is none.</returns>
    public async Task<Difference?> FindDifferenceAsync()
    {
        var step = "at the start";
        try
        {
            _checkpoints = await CheckpointStore.OpenAsync(_storage, "oracle");
            _model = new(program.Options, _notes, timeToLive);
            await OpenAsync(1, isOnOther: false);
            foreach (var (index, next) in program.Steps.Index())
            {
                step = $"after step {index + 1}, {next}";
                await ApplyAsync(next);
                Compare();
            }

            step = "at the end of the input";
            await EndAsync();
            return null;
        }
        catch (DifferenceException difference)
        {
            return new(step, difference.Message);
        }
        catch (Exception exception)
        {
            // The engine has failed where the model has not.
            return new(step, exception.ToString());
        }
    }

    public void Dispose()
    {
        _heldWrites?.TrySetResult();
        foreach (var host in _hosts)
            host.Dispose();
        _storage.Dispose();
    }

    private async Task ApplyAsync(Step step)
    {
        switch (step)
        {
            case Step.Batch batch:
                Process(batch.Arrivals);
                break;
            case Step.Watermark watermark:
                foreach (var host in _hosts)
                    host.AdvanceTo(watermark.Timestamp);
                _model.AdvanceWatermark(watermark.Timestamp);
                break;
            case Step.Clock clock:
                SetClock(clock.Milliseconds);
                break;
            case Step.Save save:
                await SaveAsync(save.IsWrittenLater);
                break;
            case Step.Restore restore:
                await RestoreAsync(restore);
                break;
            case Step.Broadcast broadcast:
                Broadcast(broadcast.Announcement);
                break;
            case Step.Survey:
                Survey();
                break;
            case Step.CleanUp:
                foreach (var host in _hosts)
                    host.Host.RemoveExpired();
                break;
        }
    }

    private void Process(IReadOnlyList<Arrival> arrivals)
    {
        foreach (var owned in arrivals.GroupBy(arrival => _model.OwnerOf(arrival.Key)))
            _hosts[owned.Key].Process([.. owned]);
        foreach (var arrival in arrivals)
            _model.Process(arrival);
    }

    private void ProcessAllKeys(Command command) => Process([.. ProgramGenerator.Keys.Select(key => new Arrival(key, Timestamp: 0, [command]))]);

    private void Broadcast(Announcement announcement)
    {
        foreach (var host in _hosts)
            host.Host.Broadcast(announcement, DateTimeOffset.FromUnixTimeMilliseconds(announcement.Timestamp));
        _model.Broadcast(announcement);
    }

    private void Survey()
    {
        foreach (var (subtask, host) in _hosts.Index())
        {
            Compare("keys with state", _model.KeysOf(subtask).Order(StringComparer.Ordinal), [.. host.Host.EnumerateKeys().Order(StringComparer.Ordinal)]);
            string[] timers = [.. host.Host.GetTimers().Select(timer => $"{timer.Kind} {timer.Timestamp.ToUnixTimeMilliseconds()} {timer.Key}")];
            Compare("timers", _model.TimersOf(subtask), timers);
        }
    }

    // The clock of each host moves from timer to timer, so the one that they share follows.
    private void SetClock(long milliseconds)
    {
        foreach (var host in _hosts)
            host.Host.AdvanceProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        _time.Milliseconds = milliseconds;
        _model.AdvanceProcessingTime(milliseconds);
    }

    private async Task SaveAsync(bool isWrittenLater)
    {
        await CompleteSavingAsync();
        if (isWrittenLater)
            _heldWrites = _storage.HoldWrites();
        _saving = OperatorHost.SaveAsync(_checkpoints, ManifestFields.Empty, [.. _hosts.Select(host => host.Host)]);
        _saved = _model.Save();
        if (!isWrittenLater)
            await CompleteSavingAsync();
    }

    private async Task CompleteSavingAsync()
    {
        _heldWrites?.TrySetResult();
        await _saving;
    }

    private async Task RestoreAsync(Step.Restore restore)
    {
        await CompleteSavingAsync();
        foreach (var host in _hosts)
            host.Dispose();
        await OpenAsync(restore.Parallelism, restore.IsOnOther);
        _model.Restore(_saved, _time.Milliseconds, restore.Parallelism);
        Compare();
        Broadcast(new(Timestamp: 0, [SharedCommand.Describe], KeyCommands: null));
        ProcessAllKeys(Command.Describe);
    }

    private async Task OpenAsync(int parallelism, bool isOnOther)
    {
        _hosts = new OracleHost[parallelism];
        for (var subtask = 0; subtask < parallelism; subtask++)
        {
            var created = isOnOther ? backend.CreateOther() : backend.Create();
            var options = new OperatorHostOptions { Backend = created, Time = _time, Parallelism = parallelism, Subtask = subtask };
            _hosts[subtask] = await OracleHost.RestoreAsync(new(program.Options, _notes), _checkpoints, options);
        }
    }

    private async Task EndAsync()
    {
        await CompleteSavingAsync();
        Broadcast(new(Timestamp: 0, [SharedCommand.Describe], [Command.Describe]));
        Compare();
        foreach (var host in _hosts)
            host.Host.CompleteInput();
        _model.CompleteInput();
        Compare();
        SetClock(_time.Milliseconds + (10 * OracleModel.TimeToLive));
        Compare();
        // What has expired may be there still, or not: after clearing, nothing may be.
        ProcessAllKeys(Command.Clear);
        Broadcast(new(Timestamp: 0, [SharedCommand.Clear], KeyCommands: null));
        Compare();
        Compare("entries after clearing every key", ["0"], [$"{_hosts.Sum(host => host.Host.CountEntries())}"]);
    }

    private void Compare()
    {
        _notes.Clear();
        var (output, failures) = (_model.TakeOutput(), _model.TakeFailures());
        foreach (var (subtask, host) in _hosts.Index())
        {
            Compare("output", output[subtask], host.Host.TakeOutput());
            Compare("failed records", failures[subtask], host.TakeFailures());
        }

        Compare("timers", [$"{_model.TimerCount}"], [$"{_hosts.Sum(host => host.Host.TimerCount)}"]);
    }

    private static void Compare(string what, IEnumerable<string> expected, string[] found)
    {
        if (expected.SequenceEqual(found, StringComparer.Ordinal))
            return;
        var same = expected.Zip(found).TakeWhile(static pair => pair.First == pair.Second).Count();
        throw new DifferenceException($"{what}, expected:\n  {Describe(expected.Skip(same))}\nfound:\n  {Describe(found.Skip(same))}");
    }

    private static string Describe(IEnumerable<string> lines) => lines.FirstOrDefault() ?? "nothing more";
}

/// <summary>A difference between a backend and the _model.</summary>
/// <param name="Step">Where it was found.</param>
/// <param name="Description">What was expected and what was found.</param>
internal sealed record Difference(string Step, string Description)
{
    public override string ToString() => $"{Step}: {Description}";
}

/// <summary>A host of the operator, with the records that fail in it.</summary>
internal sealed class OracleHost : IDisposable
{
    private readonly List<string> _failures = [];

    private OracleHost()
    {
    }

    public OperatorHost<string, Command[], string> Host { get; private set; } = null!;

    public static async Task<OracleHost> RestoreAsync(OracleProbe probe, CheckpointStore checkpoints, OperatorHostOptions options)
    {
        var host = new OracleHost();
        var policy = ErrorPolicy.DeadLetter(letter => host._failures.Add($"{letter.Key ?? OracleModel.Broadcasts}: {letter.Exception.GetType().Name}"));
        host.Host = await OperatorHost.RestoreAsync(probe, checkpoints, options with { ErrorPolicy = policy });
        return host;
    }

    public void Process(Arrival[] arrivals) => Host.ProcessBatch(
        [.. arrivals.Select(arrival => arrival.Key)], [.. arrivals.Select(arrival => arrival.Commands)], [.. arrivals.Select(arrival => arrival.Timestamp)]);

    public void AdvanceTo(long milliseconds) => Host.AdvanceTo(milliseconds);

    public string[] TakeFailures()
    {
        string[] failures = [.. _failures];
        _failures.Clear();
        return failures;
    }

    public void Dispose() => Host.Dispose();
}
