using System.Globalization;
using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Connectors;

public sealed class FileSinkTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ISink<int> _sink;

    public FileSinkTests() => _sink = FileSink.Lines<int>(_directory.Path, static number => $"é{number}", header: "number");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Output_is_hidden_until_it_is_committed_and_then_complete()
    {
        await using var writer = await _sink.OpenWriterAsync("job", attempt: 2, subtask: 3, Cancellation);
        await writer.WriteAsync(new[] { 1, 2 }, Cancellation);
        Assert.Equal([".part-job-2-3-next.csv.pending"], _directory.Names());
        await writer.WriteAsync(new[] { 3 }, Cancellation);
        var parts = await writer.PrepareAsync(17, Cancellation);
        Assert.Equal([".part-job-2-3-17.csv.pending"], _directory.Names());
        await _sink.CommitAsync(parts, Cancellation);
        Assert.Equal(["part-job-17-3-2.csv"], _directory.Names());
        Assert.Equal("number\né1\né2\né3\n"u8.ToArray(), await File.ReadAllBytesAsync(_directory["part-job-17-3-2.csv"], Cancellation));
    }

    [Fact]
    public async Task A_checkpoint_without_records_makes_no_part()
    {
        await using var writer = await _sink.OpenWriterAsync("job", 1, 0, Cancellation);
        await writer.WriteAsync(ReadOnlyMemory<int>.Empty, Cancellation);
        Assert.Empty(await writer.PrepareAsync(1, Cancellation));
        Assert.Empty(_directory.Names());
    }

    [Fact]
    public async Task Each_checkpoint_has_a_part_of_its_own_with_the_header()
    {
        await using var writer = await _sink.OpenWriterAsync("job", 1, 0, Cancellation);
        foreach (var checkpoint in new[] { 1, 2 })
        {
            await writer.WriteAsync(new[] { checkpoint }, Cancellation);
            await _sink.CommitAsync(await writer.PrepareAsync(checkpoint, Cancellation), Cancellation);
        }

        Assert.Equal("number\né1\n", await ReadAsync("part-job-1-0-1.csv"));
        Assert.Equal("number\né2\n", await ReadAsync("part-job-2-0-1.csv"));
    }

    [Fact]
    public async Task Committing_again_changes_nothing()
    {
        var parts = await PrepareAsync("job", checkpointId: 1);
        await _sink.CommitAsync(parts, Cancellation);
        await _sink.CommitAsync(parts, Cancellation);
        await _sink.RestoreAsync("job", 1, parts, Cancellation);
        Assert.Equal(["part-job-1-0-1.csv"], _directory.Names());
        Assert.Equal("number\né1\n", await ReadAsync("part-job-1-0-1.csv"));
    }

    [Fact]
    public async Task A_restore_commits_what_the_checkpoint_names_and_removes_the_rest_of_the_job()
    {
        var named = await PrepareAsync("job", checkpointId: 4);
        await PrepareAsync("job", checkpointId: 5);
        await WriteUnpreparedAsync("job");
        await _sink.RestoreAsync("job", 4, named, Cancellation);
        Assert.Equal(["part-job-4-0-1.csv"], _directory.Names());
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
        var before = _directory.Names();
        await _sink.RestoreAsync("job", 0, [], Cancellation);
        Assert.Equal(6, before.Count);
        Assert.Equal(before, _directory.Names());
    }

    [Fact]
    public async Task A_part_that_is_gone_before_its_commit_is_reported_as_lost()
    {
        var parts = await PrepareAsync("job", checkpointId: 1);
        File.Delete(_directory[".part-job-1-0-1.csv.pending"]);
        var exception = await Assert.ThrowsAsync<SinkPartLostException>(() => _sink.CommitAsync(parts, Cancellation));
        Assert.Contains("'part-job-1-0-1.csv'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_part_that_was_cut_off_is_reported_as_lost(bool isCommitted)
    {
        var parts = await PrepareAsync("job", checkpointId: 1);
        if (isCommitted)
            await _sink.CommitAsync(parts, Cancellation);
        _directory.Write(isCommitted ? "part-job-1-0-1.csv" : ".part-job-1-0-1.csv.pending", "numb");
        await Assert.ThrowsAsync<SinkPartLostException>(() => _sink.RestoreAsync("job", 1, parts, Cancellation));
    }

    [Fact]
    public async Task Output_of_another_run_is_never_overwritten()
    {
        var parts = await PrepareAsync("job", checkpointId: 1);
        _directory.Write("part-job-1-0-1.csv", "old");
        var exception = await Assert.ThrowsAsync<SinkUnavailableException>(() => _sink.CommitAsync(parts, Cancellation));
        Assert.Contains("from another run", exception.Message, StringComparison.Ordinal);
        Assert.Equal("old", await ReadAsync("part-job-1-0-1.csv"));
    }

    [Theory]
    [InlineData(0, "starts from the beginning")]
    [InlineData(6, "resumes from the earlier checkpoint 6")]
    public async Task Output_of_a_later_checkpoint_than_the_restored_one_is_refused(long restored, string message)
    {
        await _sink.CommitAsync(await PrepareAsync("job", checkpointId: 7), Cancellation);
        await PrepareAsync("job", checkpointId: 8);
        var before = _directory.Names();
        var exception = await Assert.ThrowsAsync<SinkUnavailableException>(() => _sink.RestoreAsync("job", restored, [], Cancellation));
        Assert.Contains($"contains 'part-job-7-0-1.csv', but the job {message}", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, _directory.Names());
    }

    [Fact]
    public async Task Output_up_to_the_restored_checkpoint_stays()
    {
        await _sink.CommitAsync(await PrepareAsync("job", checkpointId: 7), Cancellation);
        await _sink.CommitAsync(await PrepareAsync("job-1", checkpointId: 9), Cancellation);
        await _sink.RestoreAsync("job", 7, [], Cancellation);
        Assert.Equal(["part-job-1-9-0-1.csv", "part-job-7-0-1.csv"], _directory.Names());
    }

    [Fact]
    public async Task A_writer_that_is_closed_leaves_its_part_for_the_next_restore()
    {
        await WriteUnpreparedAsync("job");
        Assert.Equal([".part-job-1-0-next.csv.pending"], _directory.Names());
        await _sink.RestoreAsync("job", 0, [], Cancellation);
        Assert.Empty(_directory.Names());
    }

    [Fact]
    public async Task The_directory_is_created_at_the_start()
    {
        var path = _directory["a/b"];
        await FileSink.Lines<int>(path, static number => "").RestoreAsync("job", 0, [], Cancellation);
        Assert.Empty(Directory.GetFileSystemEntries(path));
    }

    [Theory]
    [InlineData("file.csv")]
    [InlineData("file.csv/daily")]
    public async Task A_directory_that_cannot_be_used_is_refused_at_the_start(string name)
    {
        _directory.Write("file.csv", "a\n");
        var sink = FileSink.Lines<int>(_directory[name], static number => "");
        var exception = await Assert.ThrowsAsync<SinkUnavailableException>(() => sink.RestoreAsync("job", 0, [], Cancellation));
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
        await using var writer = await sink.OpenWriterAsync("job", 1, 0, Cancellation);
        await writer.WriteAsync(new[] { 7 }, Cancellation);
        await sink.CommitAsync(await writer.PrepareAsync(1, Cancellation), Cancellation);
        Assert.Equal("7\n", await ReadAsync("part-job-1-0-1.txt"));
    }

    private async Task<IReadOnlyList<Committable>> PrepareAsync(string jobId, int checkpointId)
    {
        await using var writer = await _sink.OpenWriterAsync(jobId, 1, 0, Cancellation);
        await writer.WriteAsync(new[] { checkpointId }, Cancellation);
        return await writer.PrepareAsync(checkpointId, Cancellation);
    }

    private async Task WriteUnpreparedAsync(string jobId)
    {
        await using var writer = await _sink.OpenWriterAsync(jobId, 1, 0, Cancellation);
        await writer.WriteAsync(new[] { 0 }, Cancellation);
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_directory[name], Cancellation);
}
