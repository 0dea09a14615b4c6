using System.Threading.Channels;
using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Connectors;

public sealed class DirectorySourceTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly TemporaryDirectory _directory = new();
    private readonly VirtualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Files_keep_the_contract()
    {
        for (var file = 0; file < 4; file++)
            _directory.Write($"{file}.csv", string.Concat(Enumerable.Range(0, 20).Select(line => $"{file}-{line}\n")));
        await new SourceUnderTest<string>(Create).VerifyAsync(Token);
    }

    [Fact]
    public async Task Json_lines_keep_the_contract()
    {
        _directory.Write("a.jsonl", string.Concat(Enumerable.Range(0, 40).Select(id => $"{{\"Id\":{id}}}\n")));
        await new SourceUnderTest<Order>(() => FileSource.DirectoryJsonLines(_directory.Path, OrderContext.Default.Order, new() { Time = _time })).VerifyAsync(Token);
    }

    [Fact]
    public async Task Files_that_match_are_found_in_the_order_of_their_names_without_hidden_ones_and_directories()
    {
        foreach (var name in new[] { "b.csv", "B.csv", "a.csv", ".c.csv", "d.txt", ".part-1.csv.pending" })
            _directory.Write(name, "x\n");
        Directory.CreateDirectory(_directory["e.csv"]);
        var splits = await Create().DiscoverSplitsAsync(Token);
        Assert.Equal(["B.csv", "a.csv", "b.csv"], splits.Select(split => split.Id));
    }

    [Fact]
    public async Task Headers_are_skipped_in_each_file()
    {
        _directory.Write("a.csv", "header\n1\n");
        _directory.Write("b.csv", "header\n2\n");
        var source = FileSource.DirectoryLines(_directory.Path, static line => line, new() { Skip = 1 });
        Assert.Equal([(2, "1"), (2, "2")], await source.ReadAllAsync());
    }

    [Fact]
    public async Task Files_that_appear_are_added_in_the_order_of_their_names_and_known_ones_are_not()
    {
        _directory.Write("b.csv", "1\n");
        var source = (IDynamicSource<string>)Create();
        await using var changes = source.WatchSplitsAsync(await source.DiscoverSplitsAsync(Token), Token).GetAsyncEnumerator(Token);
        var next = changes.MoveNextAsync().AsTask();
        await _time.WaitForTimerAsync(Interval, Token).InTimeAsync();
        _directory.Write("c.csv", "2\n");
        _directory.Write("a.csv", "3\n");
        File.Delete(_directory["b.csv"]);
        Assert.False(next.IsCompleted);
        _time.Advance(Interval);
        Assert.True(await next.InTimeAsync());
        Assert.Equal((SplitChangeKind.Add, "a.csv"), (changes.Current.Kind, changes.Current.SplitId));
        Assert.True(await changes.MoveNextAsync().AsTask().InTimeAsync());
        Assert.Equal("c.csv", changes.Current.SplitId);
        Assert.Equal([(1, "2")], await source.ReadFromAsync(changes.Current.Position!));
    }

    [Fact]
    public async Task A_job_reads_files_as_they_appear_and_resumes_after_a_stop_without_those_that_were_read()
    {
        using var storage = new MemoryCheckpointStorage();
        _directory.Write("a.csv", "1\n2\n");
        Assert.Equal(["1", "2", "3"], await RunAsync(storage, stopAfter: 3, () => _directory.Write("b.csv", "3\n")));
        File.Delete(_directory["a.csv"]);
        File.Delete(_directory["b.csv"]);
        _directory.Write("0.csv", "4\n");
        Assert.Equal(["4", "5"], await RunAsync(storage, stopAfter: 2, () => _directory.Write("c.csv", "5\n")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Each_line_is_read_once_although_attempts_fail(int parallelism)
    {
        for (var file = 0; file < 4; file++)
            _directory.Write($"{file}.csv", string.Concat(Enumerable.Range(0, 30).Select(line => $"{file}-{line:D2}\n")));
        var source = FileSource.DirectoryLines(_directory.Path, static line => line, new() { PollInterval = null });
        var sink = new CollectionSink<string>();
        await new InterruptedRun(4, 13).RunAsync(source, sink, parallelism).InTimeAsync();
        Assert.Equal(Enumerable.Range(0, 4).SelectMany(file => Enumerable.Range(0, 30).Select(line => $"{file}-{line:D2}")), sink.Records.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_an_interval_the_job_ends_with_the_files_that_were_there()
    {
        _directory.Write("a.csv", "1\n");
        _directory.Write("b.csv", "2\n3\n");
        var sink = new CollectionSink<string>();
        var source = FileSource.DirectoryLines(_directory.Path, static line => line, new() { PollInterval = null });
        var result = await Pipeline.From(source).To(sink).RunAsync(new PipelineOptions { JobId = "job", Parallelism = 2 }, Token).InTimeAsync();
        Assert.Equal(3, result.Records);
        Assert.Equal(["1", "2", "3"], sink.Records.Order());
    }

    [Fact]
    public async Task A_broken_line_is_named_with_its_file()
    {
        _directory.Write("a.csv", "1\n");
        _directory.Write("b.csv", "2\ntwo\n");
        var source = FileSource.DirectoryLines(_directory.Path, int.Parse);
        var exception = await Assert.ThrowsAsync<SourceRecordException>(() => source.ReadAllAsync());
        Assert.StartsWith($"{_directory["b.csv"]}, line 2: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_grew_after_it_appeared_is_refused_at_a_resume()
    {
        _directory.Write("a.csv", "1\n");
        var source = Create();
        var split = await source.SingleSplitAsync();
        _directory.Write("a.csv", "1\n2\n");
        var exception = await Assert.ThrowsAsync<SourceUnavailableException>(() => source.OpenAsync(split, Token));
        Assert.Contains($"'{_directory["a.csv"]}' is not the one that the job began to read", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_which_every_event_was_read_may_be_gone_before_its_end_was()
    {
        _directory.Write("a.csv", "1\n2\n\n");
        var source = Create();
        var split = await source.SingleSplitAsync();
        await using (var reader = await source.OpenAsync(split, Token))
        {
            Assert.Equal(2, (await reader.ReadAsync(new string[2], Token)).Count);
            split = split with { Fields = reader.Position };
        }

        File.Delete(_directory["a.csv"]);
        Assert.Empty(await source.ReadFromAsync(split));
    }

    [Fact]
    public async Task A_directory_that_does_not_exist_is_named()
    {
        var source = FileSource.DirectoryLines(_directory["missing"], static line => line);
        var exception = await Assert.ThrowsAsync<SourceUnavailableException>(() => source.DiscoverSplitsAsync(Token));
        Assert.Equal($"The input directory '{_directory["missing"]}' does not exist. Create it, or check the path.", exception.Message);
    }

    [Fact]
    public void Options_without_sense_are_refused()
    {
        foreach (var options in new DirectorySourceOptions[]
        {
            new() { Pattern = "" }, new() { Pattern = "a/*" }, new() { Skip = -1 }, new() { PollInterval = TimeSpan.Zero }, new() { Time = null! },
        })
        {
            Assert.Throws<ArgumentException>(() => FileSource.DirectoryLines(_directory.Path, static line => line, options));
        }
    }

    private ISource<string> Create() =>
        FileSource.DirectoryLines(_directory.Path, static line => line, new() { Pattern = "*.csv", PollInterval = Interval, Time = _time });

    // Runs the job until it has handed on some events. Something happens after the first search for new files.
    private async Task<IReadOnlyList<string>> RunAsync(ICheckpointStorage storage, int stopAfter, Action change)
    {
        using var stop = new CancellationTokenSource();
        var received = Channel.CreateUnbounded<string>();
        var options = new PipelineOptions { JobId = "job", CheckpointTo = CheckpointTarget.ToStorage(storage), StopRequested = stop.Token, Time = _time };
        var running = Pipeline.From(Create()).To(Sink.ToChannel(received.Writer)).RunAsync(options, Token);
        await Task.WhenAny(running, _time.WaitForTimerAsync(Interval, Token)).InTimeAsync();
        change();
        _time.Advance(Interval);
        var events = new List<string>();
        while (events.Count < stopAfter)
            events.Add(await received.Reader.ReadAsync(Token).AsTask().InTimeAsync());
        await stop.CancelAsync();
        Assert.True((await running.InTimeAsync()).IsStopped);
        Assert.False(received.Reader.TryPeek(out _));
        return events;
    }
}
