using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Connectors;

/// <summary>Files that end before their checkpoint, and compressed ones.</summary>
public sealed partial class RollingFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly VirtualTime _time = new();

    private static SinkContext Job { get; } = new("job", "checkpoints");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sink_with_several_files_for_each_checkpoint_keeps_the_contract(bool isCompressed)
    {
        var options = new FileSinkOptions { MaxPartBytes = 4, Header = "n", Gzip = isCompressed ? CompressionLevel.Fastest : null };
        await new SinkUnderTest<int>(() => Create(options), static number => number, () => [.. Directory.GetFiles(_directory.Path, "part-*").SelectMany(ReadNumbers)])
            .VerifyAsync(Token);
    }

    [Fact]
    public async Task A_file_that_reaches_its_size_is_followed_by_another_with_the_header()
    {
        await using var session = await Create(new() { MaxPartBytes = 6, Header = "n" }).OpenAsync(Job, Token);
        await using var writer = await session.OpenWriterAsync(2, 3, Token);
        await writer.WriteAsync(new[] { 1, 2, 3 }, Token);
        Assert.Equal([".part-job-2-3-next-p2.csv.pending", ".part-job-2-3-next.csv.pending"], Names());
        await writer.WriteAsync(new[] { 4, 500, 6 }, Token);
        var parts = await writer.PrepareAsync(17, Token);
        Assert.Equal([".part-job-2-3-17-p2.csv.pending", ".part-job-2-3-17-p3.csv.pending", ".part-job-2-3-17-p4.csv.pending", ".part-job-2-3-17.csv.pending"], Names());
        await session.CommitAsync(parts, Token);
        Assert.Equal(["part-job-17-3-2-p2.csv", "part-job-17-3-2-p3.csv", "part-job-17-3-2-p4.csv", "part-job-17-3-2.csv"], Names());
        Assert.Equal(["n\n1\n2\n", "n\n3\n4\n", "n\n500\n", "n\n6\n"], await Task.WhenAll(new[] { "", "-p2", "-p3", "-p4" }.Select(part => ReadAsync($"part-job-17-3-2{part}.csv"))));
        await writer.WriteAsync(new[] { 7 }, Token);
        await session.CommitAsync(await writer.PrepareAsync(18, Token), Token);
        Assert.Equal("n\n7\n", await ReadAsync("part-job-18-3-2.csv"));
    }

    [Fact]
    public async Task A_record_after_the_age_begins_another_file_and_the_checkpoint_begins_a_new_age()
    {
        await using var session = await Create(new() { MaxPartAge = TimeSpan.FromMinutes(5), Time = _time }).OpenAsync(Job, Token);
        await using var writer = await session.OpenWriterAsync(1, 0, Token);
        await WriteAfterAsync(writer, minutes: 0, number: 1);
        await WriteAfterAsync(writer, minutes: 4, number: 2);
        await WriteAfterAsync(writer, minutes: 1, number: 3);
        await session.CommitAsync(await writer.PrepareAsync(1, Token), Token);
        _time.Advance(TimeSpan.FromMinutes(4));
        await WriteAfterAsync(writer, minutes: 0, number: 4);
        await WriteAfterAsync(writer, minutes: 4, number: 5);
        await session.CommitAsync(await writer.PrepareAsync(2, Token), Token);
        Assert.Equal(["part-job-1-0-1-p2.csv", "part-job-1-0-1.csv", "part-job-2-0-1.csv"], Names());
        Assert.Equal("1\n2\n", await ReadAsync("part-job-1-0-1.csv"));
        Assert.Equal("4\n5\n", await ReadAsync("part-job-2-0-1.csv"));
    }

    [Fact]
    public async Task Each_compressed_file_is_complete_and_smaller()
    {
        var numbers = Enumerable.Range(0, 20_000).ToArray();
        await using var session = await Create(new() { MaxPartBytes = 50_000, Gzip = CompressionLevel.Optimal }).OpenAsync(Job, Token);
        await using var writer = await session.OpenWriterAsync(1, 0, Token);
        foreach (var batch in numbers.Chunk(1_000))
            await writer.WriteAsync(batch, Token);
        await session.CommitAsync(await writer.PrepareAsync(1, Token), Token);
        string[] names = ["part-job-1-0-1.csv.gz", "part-job-1-0-1-p2.csv.gz", "part-job-1-0-1-p3.csv.gz"];
        Assert.Equal(names.Order(StringComparer.Ordinal), Names());
        Assert.Equal(numbers, names.SelectMany(name => ReadNumbers(_directory[name])));
        Assert.All(names, name => Assert.InRange(new FileInfo(_directory[name]).Length, 1, 30_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Files_that_roll_and_are_compressed_have_each_record_once_after_failures(int parallelism)
    {
        var numbers = Enumerable.Range(0, 200).ToArray();
        var sink = Create(new() { MaxPartBytes = 8, Gzip = CompressionLevel.Fastest });
        var result = await new InterruptedRun(5, 14, 23).RunAsync(Source.FromList(numbers, parallelism), sink, parallelism);
        Assert.InRange(result.Restarts, 1, 3); // several subtasks may fail in one attempt
        Assert.Equal(numbers, Directory.GetFiles(_directory.Path, "part-*").SelectMany(ReadNumbers).Order());
        Assert.All(Names(), name => Assert.EndsWith(".csv.gz", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restore_commits_all_files_of_the_checkpoint_and_removes_those_after_it()
    {
        IReadOnlyList<Committable> parts;
        await using (var session = await Create(new() { MaxPartBytes = 1 }).OpenAsync(Job, Token))
        {
            await using var writer = await session.OpenWriterAsync(1, 0, Token);
            await writer.WriteAsync(new[] { 1, 2 }, Token);
            parts = await writer.PrepareAsync(4, Token);
            await writer.WriteAsync(new[] { 3, 4 }, Token);
            await writer.PrepareAsync(5, Token);
            await writer.WriteAsync(new[] { 5, 6 }, Token);
        }

        await using (var session = await Create(new()).OpenAsync(Job, Token))
            await session.RestoreAsync(4, parts, Token);
        Assert.Equal(["part-job-4-0-1-p2.csv", "part-job-4-0-1.csv"], Names());
    }

    [Fact]
    public async Task A_later_file_of_a_later_checkpoint_is_noticed()
    {
        _directory.Write("part-job-7-0-1-p2.csv", "1\n");
        await using var session = await Create(new()).OpenAsync(Job, Token);
        var exception = await Assert.ThrowsAsync<SinkUnavailableException>(() => session.RestoreAsync(6, [], Token));
        Assert.Contains("contains 'part-job-7-0-1-p2.csv'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("job-7")]
    [InlineData("job-7-0-1-p2")]
    public async Task Files_of_jobs_with_similar_names_are_told_apart(string otherJob)
    {
        await using (var session = await Create(new() { MaxPartBytes = 1 }).OpenAsync(Job with { JobId = otherJob }, Token))
        {
            await using var writer = await session.OpenWriterAsync(1, 0, Token);
            await writer.WriteAsync(new[] { 1, 2 }, Token);
            await session.CommitAsync(await writer.PrepareAsync(9, Token), Token);
            await writer.WriteAsync(new[] { 3, 4 }, Token);
            await writer.PrepareAsync(10, Token);
        }

        // A process that is killed leaves what it has not prepared.
        _directory.Write($".part-{otherJob}-1-0-next.csv.pending", "5");
        _directory.Write($".part-{otherJob}-1-0-next-p2.csv.pending", "6");
        var before = Names();
        await using (var session = await Create(new()).OpenAsync(Job, Token))
            await session.RestoreAsync(0, [], Token);
        Assert.Equal(6, before.Count);
        Assert.Equal(before, Names());
    }

    [Fact]
    public void Options_without_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Create(new() { MaxPartBytes = 0 }));
        Assert.Throws<ArgumentException>(() => Create(new() { MaxPartAge = TimeSpan.Zero }));
        Assert.Throws<ArgumentException>(() => Create(new() { Extension = "csv" }));
        Assert.Throws<ArgumentException>(() => Create(new() { Gzip = (CompressionLevel)99 }));
        Assert.Throws<ArgumentException>(() => Create(new() { Time = null! }));
    }

    private ISink<int> Create(FileSinkOptions options) =>
        FileSink.Lines<int>(_directory.Path, static number => number.ToString(CultureInfo.InvariantCulture), options);

    private async Task WriteAfterAsync(SinkWriter<int> writer, int minutes, int number)
    {
        _time.Advance(TimeSpan.FromMinutes(minutes));
        await writer.WriteAsync(new[] { number }, Token);
    }

    private IReadOnlyList<string> Names() =>
        [.. _directory.Names().Where(name => !name.StartsWith(".lock-", StringComparison.Ordinal)).Select(name => RunOfName().Replace(name, "")).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"-r[0-9a-f]{20}(?=\.)", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex RunOfName();

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_directory[name], Token);

    private static IEnumerable<int> ReadNumbers(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != "n").Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
    }
}
