using Npgsql;
using StateGen.Checkpoints;
using StateGen.Relational.Postgres;
using StateGen.Relational.Tests.Servers;

namespace StateGen.Relational.Tests.Postgres;

public sealed class PostgresStorageTests(PostgresServer server)
{
    private const int LargeLength = 3 * 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_of_one_database_do_not_see_each_other()
    {
        await using var database = await server.CreateDatabaseAsync("jobs");
        using var first = await PostgresCheckpointStorage.OpenAsync(database, "a", cancellationToken: Token);
        using var second = await PostgresCheckpointStorage.OpenAsync(database, "ab", cancellationToken: Token);
        Assert.True(await first.TryCommitAsync("job.json", new byte[1], Token));
        Assert.True(await second.TryCommitAsync("job.json", new byte[2], Token));
        await second.DeleteAsync("job.json", Token);
        Assert.Equal(["job.json"], await first.ListAsync("", Token));
        Assert.Equal($"postgres://127.0.0.1:{server.Port}/jobs/a", first.Location);
    }

    [Theory]
    [InlineData("insert into \"stategen\".checkpoint_files")]
    [InlineData("set_config")]
    public async Task A_commit_whose_answer_was_lost_is_ones_own_when_it_is_repeated(string request)
    {
        await using var database = await server.CreateDatabaseAsync($"lost {request.Length}");
        await using var proxy = new CuttingProxy(server.Port);
        await using var fragile = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxy.Port });
        using var storage = await PostgresCheckpointStorage.OpenAsync(fragile, cancellationToken: Token);
        proxy.LoseAnswerTo(request);
        Assert.True(await storage.TryCommitAsync("log/1", new byte[1], Token));
        Assert.Equal(1, proxy.Lost);
        Assert.False(await storage.TryCommitAsync("log/1", new byte[1], Token));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(LargeLength)]
    public async Task A_write_whose_answer_was_lost_is_repeated_without_harm(int length)
    {
        await using var database = await server.CreateDatabaseAsync($"lost write {length}");
        await using var proxy = new CuttingProxy(server.Port);
        await using var fragile = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = proxy.Port });
        using var storage = await PostgresCheckpointStorage.OpenAsync(fragile, cancellationToken: Token);
        var content = new byte[length];
        new Random(length).NextBytes(content);
        await storage.WriteAsync("file", async (stream, token) => await stream.WriteAsync(new byte[5], token), Token);
        proxy.LoseAnswerTo("with replaced");
        await storage.WriteAsync("file", async (stream, token) => await stream.WriteAsync(content, token), Token);
        Assert.Equal(1, proxy.Lost);
        await AssertContentAsync(storage, "file", content);
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from stategen.checkpoint_contents"));
    }

    [Fact]
    public async Task A_failed_large_write_leaves_no_rows()
    {
        await using var database = await server.CreateDatabaseAsync("failed");
        using var storage = await PostgresCheckpointStorage.OpenAsync(database, cancellationToken: Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => storage.WriteAsync("large", async (stream, token) =>
        {
            await stream.WriteAsync(new byte[LargeLength], token);
            throw new InvalidOperationException();
        }, Token));
        Assert.Equal(0L, await CountAsync(database));
    }

    [Fact]
    public async Task What_a_dead_process_has_uploaded_is_removed_a_day_later_and_not_before()
    {
        await using var database = await server.CreateDatabaseAsync("abandoned");
        using (var storage = await PostgresCheckpointStorage.OpenAsync(database, "job", cancellationToken: Token))
            await storage.WriteAsync("kept", async (stream, token) => await stream.WriteAsync(new byte[LargeLength], token), Token);
        await server.ExecuteAsync("abandoned", """
            insert into stategen.checkpoint_contents values (gen_random_uuid(), 'job', now() - interval '23 hours'), (gen_random_uuid(), 'job', now() - interval '25 hours'),
                (gen_random_uuid(), 'another job', now() - interval '25 hours');
            insert into stategen.checkpoint_parts select id, 7, '' from stategen.checkpoint_contents where id not in (select content from stategen.checkpoint_files);
            update stategen.checkpoint_contents set started_at = now() - interval '9 days' where id in (select content from stategen.checkpoint_files);
            """);
        using var later = await PostgresCheckpointStorage.OpenAsync(database, "job", cancellationToken: Token);
        Assert.Equal(3L, await database.ScalarAsync("select count(*) from stategen.checkpoint_contents"));
        Assert.Equal(2L, await database.ScalarAsync("select count(*) from stategen.checkpoint_parts where number = 7"));
        await AssertContentAsync(later, "kept", new byte[LargeLength]);
    }

    [Fact]
    public async Task Many_processes_may_open_an_empty_database_at_once()
    {
        await using var database = await server.CreateDatabaseAsync("crowd");
        var storages = await Task.WhenAll(Enumerable.Range(0, 16).Select(job => PostgresCheckpointStorage.OpenAsync(database, $"job-{job}", cancellationToken: Token)));
        foreach (var storage in storages)
            Assert.True(await storage.TryCommitAsync("job.json", new byte[1], Token));
        Assert.Equal(16L, await database.ScalarAsync("select count(*) from stategen.checkpoint_files"));
    }

    [Fact]
    public async Task A_file_that_is_deleted_while_it_is_read_is_reported()
    {
        await using var database = await server.CreateDatabaseAsync("deleted");
        using var storage = await PostgresCheckpointStorage.OpenAsync(database, cancellationToken: Token);
        await storage.WriteAsync("file", async (stream, token) => await stream.WriteAsync(new byte[LargeLength], token), Token);
        await using var stream = await storage.TryOpenAsync("file", Token);
        await stream!.ReadExactlyAsync(new byte[100], Token);
        await storage.DeleteAsync("file", Token);
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(async () => await stream.CopyToAsync(Stream.Null, Token));
        Assert.Equal($"The file 'file' in the checkpoint storage '{storage.Location}' was deleted or replaced while it was read.", exception.Message);
    }

    [Fact]
    public async Task A_server_that_restarts_is_only_a_delay()
    {
        await using var database = await server.CreateDatabaseAsync("restart");
        using var storage = await PostgresCheckpointStorage.OpenAsync(database, cancellationToken: Token);
        await storage.TryCommitAsync("before", new byte[1], Token);
        await server.CrashAsync();
        var commit = storage.TryCommitAsync("after", new byte[1], Token);
        await server.RestartAsync();
        Assert.True(await commit);
        Assert.Equal(["after", "before"], await storage.ListAsync("", Token));
    }

    private static async Task AssertContentAsync(PostgresCheckpointStorage storage, string path, byte[] expected)
    {
        await using var stream = await storage.TryOpenAsync(path, Token);
        using var content = new MemoryStream();
        await stream!.CopyToAsync(content, Token);
        Assert.Equal(expected, content.ToArray());
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database) => (long)(await database.ScalarAsync(
        "select (select count(*) from stategen.checkpoint_files) + (select count(*) from stategen.checkpoint_contents) + (select count(*) from stategen.checkpoint_parts)"))!;
}
