using System.Globalization;
using System.Text.RegularExpressions;
using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Connectors;

public sealed partial class FileSinkTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ISink<int> _sink;

    public FileSinkTests() => _sink = FileSink.Lines<int>(_directory.Path, static number => $"é{number}", header: "number");

    private static SinkContext Job { get; } = new("job", "checkpoints");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_sink_keeps_the_contract() => await new SinkUnderTest<int>(
        () => _sink,
        static number => number,
        () => [.. Directory.GetFiles(_directory.Path, "part-*").SelectMany(File.ReadLines).Where(line => line != "number").Select(line => int.Parse(line[1..], CultureInfo.InvariantCulture))])
        .VerifyAsync(Cancellation);

    [Fact]
    public async Task Output_is_hidden_until_it_is_committed_and_then_complete()
    {
        await using var session = await _sink.OpenAsync(Job, Cancellation);
        await using var writer = await session.OpenWriterAsync(attempt: 2, subtask: 3, Cancellation);
        await writer.WriteAsync(new[] { 1, 2 }, Cancellation);
        Assert.Equal([".part-job-2-3-next.csv.pending"], Names());
        await writer.WriteAsync(new[] { 3 }, Cancellation);
        var parts = await writer.PrepareAsync(17, Cancellation);
        Assert.Equal([".part-job-2-3-17.csv.pending"], Names());
        await session.CommitAsync(parts, Cancellation);
        Assert.Equal(["part-job-17-3-2.csv"], Names());
        Assert.Equal("number\né1\né2\né3\n"u8.ToArray(), await File.ReadAllBytesAsync(_directory["part-job-17-3-2.csv"], Cancellation));
    }

    [Fact]
    public async Task A_checkpoint_without_records_makes_no_part()
    {
        await using var session = await _sink.OpenAsync(Job, Cancellation);
        await using var writer = await session.OpenWriterAsync(1, 0, Cancellation);
        await writer.WriteAsync(ReadOnlyMemory<int>.Empty, Cancellation);
        Assert.Empty(await writer.PrepareAsync(1, Cancellation));
        Assert.Empty(Names());
    }

    [Fact]
    public async Task Each_checkpoint_has_a_part_of_its_own_with_the_header()
    {
        await using var session = await _sink.OpenAsync(Job, Cancellation);
        await using var writer = await session.OpenWriterAsync(1, 0, Cancellation);
        foreach (var checkpoint in new[] { 1, 2 })
        {
            await writer.WriteAsync(new[] { checkpoint }, Cancellation);
            await session.CommitAsync(await writer.PrepareAsync(checkpoint, Cancellation), Cancellation);
        }

        Assert.Equal("number\né1\n", await ReadAsync("part-job-1-0-1.csv"));
        Assert.Equal("number\né2\n", await ReadAsync("part-job-2-0-1.csv"));
    }

    [Fact]
    public async Task Committing_again_changes_nothing()
    {
        var parts = await PrepareAsync("job", checkpointId: 1);
        await CommitAsync("job", parts);
        await CommitAsync("job", parts);
        await RestoreAsync("job", 1, parts);
        Assert.Equal(["part-job-1-0-1.csv"], Names());
        Assert.Equal("number\né1\n", await ReadAsync("part-job-1-0-1.csv"));
    }

    [Fact]
    public async Task A_restore_commits_what_the_checkpoint_names_and_removes_the_rest_of_the_job()
    {
        var named = await PrepareAsync("job", checkpointId: 4);
        await PrepareAsync("job", checkpointId: 5);
        await WriteUnpreparedAsync("job");
        await RestoreAsync("job", 4, named);
        Assert.Equal(["part-job-4-0-1.csv"], Names());
    }

    [Theory]
    [InlineData("job-1")]
    [InlineData("job-1-1")]
    [InlineData("job-1-1-1.csv")]
    [InlineData("Job")]
    [InlineData("a/../job")]
    public async Task A_restore_leaves_the_files_of_other_jobs_and_of_users_alone(string otherJob)
    {
        await PrepareAsync(otherJob, checkpointId: 6);
        await WriteUnpreparedAsync(otherJob);
        foreach (var name in new[] { ".part-job-notes.pending", ".part-job-1-0-1.csv", "part-job-notes.csv", ".hidden" })
            _directory.Write(name, "mine");
        var before = Names();
        await RestoreAsync("job", 0, []);
        await RestoreAsync("job", 5, []);
        Assert.Equal(6, before.Count);
        Assert.Equal(before, Names());
    }

    [Fact]
    public async Task A_part_that_is_gone_before_its_commit_is_reported_as_lost()
    {
        var parts = await PrepareAsync("job", checkpointId: 1);
        File.Delete(Hidden());
        var exception = await Assert.ThrowsAsync<SinkPartLostException>(() => CommitAsync("job", parts));
        Assert.Contains("'part-job-1-0-1.csv'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_part_that_was_cut_off_is_reported_as_lost(bool isCommitted)
    {
        var parts = await PrepareAsync("job", checkpointId: 1);
        if (isCommitted)
            await CommitAsync("job", parts);
        await File.WriteAllTextAsync(isCommitted ? _directory["part-job-1-0-1.csv"] : Hidden(), "numb", Cancellation);
        await Assert.ThrowsAsync<SinkPartLostException>(() => RestoreAsync("job", 1, parts));
    }

    [Fact]
    public async Task Output_of_another_run_is_never_overwritten()
    {
        var parts = await PrepareAsync("job", checkpointId: 1);
        _directory.Write("part-job-1-0-1.csv", "old");
        var exception = await Assert.ThrowsAsync<SinkUnavailableException>(() => CommitAsync("job", parts));
        Assert.Contains("from another run", exception.Message, StringComparison.Ordinal);
        Assert.Equal("old", await ReadAsync("part-job-1-0-1.csv"));
    }

    [Theory]
    [InlineData(0, "starts from the beginning")]
    [InlineData(6, "resumes from the earlier checkpoint 6")]
    public async Task Output_of_a_later_checkpoint_than_the_restored_one_is_refused(long restored, string message)
    {
        await CommitAsync("job", await PrepareAsync("job", checkpointId: 7));
        await PrepareAsync("job", checkpointId: 8);
        var before = Names();
        var exception = await Assert.ThrowsAsync<SinkUnavailableException>(() => RestoreAsync("job", restored, []));
        Assert.Contains($"contains 'part-job-7-0-1.csv', but the job {message}", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Names());
    }

    [Fact]
    public async Task Output_up_to_the_restored_checkpoint_stays()
    {
        await CommitAsync("job", await PrepareAsync("job", checkpointId: 7));
        await CommitAsync("job-1", await PrepareAsync("job-1", checkpointId: 9));
        await RestoreAsync("job", 7, []);
        Assert.Equal(["part-job-1-9-0-1.csv", "part-job-7-0-1.csv"], Names());
    }

    [Fact]
    public async Task A_part_that_a_killed_writer_has_left_is_removed_by_the_next_restore()
    {
        await WriteUnpreparedAsync("job");
        Assert.Equal([".part-job-1-0-next.csv.pending"], Names());
        await RestoreAsync("job", 0, []);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task The_directory_is_created_at_the_start()
    {
        var path = _directory["a/b"];
        await (await FileSink.Lines<int>(path, static number => "").OpenAsync(Job, Cancellation)).DisposeAsync();
        Assert.Equal([".lock-job"], Directory.GetFileSystemEntries(path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("file.csv")]
    [InlineData("file.csv/daily")]
    public async Task A_directory_that_cannot_be_used_is_refused_at_the_start(string name)
    {
        _directory.Write("file.csv", "a\n");
        var sink = FileSink.Lines<int>(_directory[name], static number => "");
        var exception = await Assert.ThrowsAsync<SinkUnavailableException>(() => sink.OpenAsync(Job, Cancellation));
        Assert.Contains(_directory[name], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("./csv")]
    public void An_extension_that_would_spoil_the_names_is_refused(string extension) =>
        Assert.Throws<ArgumentException>(() => FileSink.Lines<int>("out", static number => "", extension: extension));

    [Fact]
    public async Task Other_extensions_and_files_without_header_are_possible()
    {
        var sink = FileSink.Lines<int>(_directory.Path, static number => number.ToString(CultureInfo.InvariantCulture), extension: ".txt");
        await using var session = await sink.OpenAsync(Job, Cancellation);
        await using var writer = await session.OpenWriterAsync(1, 0, Cancellation);
        await writer.WriteAsync(new[] { 7 }, Cancellation);
        await session.CommitAsync(await writer.PrepareAsync(1, Cancellation), Cancellation);
        Assert.Equal("7\n", await ReadAsync("part-job-1-0-1.txt"));
    }

    [Fact]
    public async Task A_second_run_of_a_job_is_refused_while_one_writes_and_another_job_is_not()
    {
        var first = await _sink.OpenAsync(Job, Cancellation);
        var refusal = await Assert.ThrowsAsync<SinkInUseException>(() => _sink.OpenAsync(Job, Cancellation));
        Assert.Contains($"Another run of job 'job' writes to the output directory '{_directory.Path}'. Wait for it to end", refusal.Message, StringComparison.Ordinal);
        Assert.False(refusal.IsPermanent);
        await (await _sink.OpenAsync(Job with { JobId = "job-1" }, Cancellation)).DisposeAsync();
        await first.DisposeAsync();
        await (await _sink.OpenAsync(Job, Cancellation)).DisposeAsync();
    }

    [Fact]
    public async Task Two_runs_that_count_alike_have_different_hidden_files()
    {
        var first = await PrepareAsync("job", checkpointId: 1);
        var second = await PrepareAsync("job", checkpointId: 1);
        Assert.NotEqual(first[0].Fields["hidden"], second[0].Fields["hidden"]);
        Assert.Equal([".part-job-1-0-1.csv.pending", ".part-job-1-0-1.csv.pending"], Names());
    }

    [Theory]
    [InlineData("checkpoints", 0, false)]
    [InlineData("checkpoints", 4, false)]
    [InlineData("other", 0, true)]
    [InlineData("other", 4, true)]
    [InlineData(null, 0, true)]
    public async Task Prepared_output_is_removed_only_if_no_checkpoint_in_another_place_can_name_it(string? place, long restored, bool stays)
    {
        var parts = await PrepareAsync("job", checkpointId: 9);
        await WriteUnpreparedAsync("job");
        await using (var session = await _sink.OpenAsync(Job with { StateLocation = place }, Cancellation))
            await session.RestoreAsync(restored, [], Cancellation);
        Assert.Equal(stays ? [".part-job-1-0-9.csv.pending"] : [], Names());
        if (!stays)
            return;
        await RestoreAsync("job", 9, parts);
        Assert.Equal(["part-job-9-0-1.csv"], Names());
    }

    [Fact]
    public async Task A_run_without_checkpoints_removes_what_another_has_prepared()
    {
        var unstored = Job with { StateLocation = null };
        await using (var session = await _sink.OpenAsync(unstored, Cancellation))
        {
            await using var writer = await session.OpenWriterAsync(1, 0, Cancellation);
            await writer.WriteAsync(new[] { 1 }, Cancellation);
            await writer.PrepareAsync(1, Cancellation);
        }

        await using (var session = await _sink.OpenAsync(unstored, Cancellation))
            await session.RestoreAsync(0, [], Cancellation);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task Hidden_files_of_earlier_versions_are_committed_or_removed()
    {
        foreach (var name in new[] { ".part-job-1-0-3.csv.pending", ".part-job-1-1-4.csv.pending", ".part-job-1-0-next.csv.pending" })
            _directory.Write(name, "old\n");
        var fields = ManifestFields.Empty.With("hidden", ".part-job-1-0-3.csv.pending").With("name", "part-job-3-0-1.csv").With("length", 4);
        await RestoreAsync("job", 3, [new("job", 1, 0, 3, fields)]);
        Assert.Equal(["part-job-3-0-1.csv"], Names());
        Assert.Equal("old\n", await ReadAsync("part-job-3-0-1.csv"));
    }

    /// <summary>The names of the files without locks, and without the part that is different in each run.</summary>
    private IReadOnlyList<string> Names() =>
        [.. _directory.Names().Where(name => !name.StartsWith(".lock-", StringComparison.Ordinal)).Select(name => RunOfName().Replace(name, ""))];

    private string Hidden() => Assert.Single(Directory.GetFiles(_directory.Path, ".part-*"));

    private async Task RestoreAsync(string jobId, long checkpointId, IReadOnlyList<Committable> pending)
    {
        await using var session = await _sink.OpenAsync(Job with { JobId = jobId }, Cancellation);
        await session.RestoreAsync(checkpointId, pending, Cancellation);
    }

    private async Task CommitAsync(string jobId, IReadOnlyList<Committable> parts)
    {
        await using var session = await _sink.OpenAsync(Job with { JobId = jobId }, Cancellation);
        await session.CommitAsync(parts, Cancellation);
    }

    [GeneratedRegex(@"-r[0-9a-f]{20}(?=\.csv\.pending$)", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex RunOfName();

    private async Task<IReadOnlyList<Committable>> PrepareAsync(string jobId, int checkpointId)
    {
        await using var session = await _sink.OpenAsync(Job with { JobId = jobId }, Cancellation);
        await using var writer = await session.OpenWriterAsync(1, 0, Cancellation);
        await writer.WriteAsync(new[] { checkpointId }, Cancellation);
        return await writer.PrepareAsync(checkpointId, Cancellation);
    }

    /// <summary>Leaves a part as a process does that is killed while it writes: it closes nothing.</summary>
    private async Task WriteUnpreparedAsync(string jobId)
    {
        await using var session = await _sink.OpenAsync(Job with { JobId = jobId }, Cancellation);
        var before = Directory.GetFiles(_directory.Path, ".part-*");
        string[] written;
        await using (var writer = await session.OpenWriterAsync(1, 0, Cancellation))
        {
            await writer.WriteAsync(new[] { 0 }, Cancellation);
            written = [.. Directory.GetFiles(_directory.Path, ".part-*").Except(before)];
        }

        foreach (var file in written)
            await File.WriteAllTextAsync(file, "", Cancellation);
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_directory[name], Cancellation);
}
