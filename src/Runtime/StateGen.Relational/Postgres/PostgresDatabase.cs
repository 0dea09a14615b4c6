using Npgsql;

namespace StateGen.Relational.Postgres;

/// <summary>
/// The requests of one storage to a database. A request whose connection broke, or that the server could not serve at the moment, is repeated; therefore each
/// must give the same result when it is executed twice.
/// </summary>
internal sealed class PostgresDatabase(NpgsqlDataSource source, string location)
{
    private const int Repetitions = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    public string Location => location;

    /// <summary>Executes a request on a connection of its own.</summary>
    /// <param name="action">The verb of the message about a failure.</param>
    /// <param name="what">The object of that verb.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Abandons the request.</param>
    public async Task<T> RequestAsync<T>(
        string action, string what, Func<NpgsqlConnection, CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        for (var repetition = 0; ; repetition++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                    return await request(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException exception) when (exception.IsTransient && repetition < Repetitions)
            {
                // Servers restart, and connections break; the next attempt gets another connection.
            }
            catch (Exception exception) when (PostgresFailures.IsFailure(exception, cancellationToken))
            {
                throw PostgresFailures.Create(action, what, location, exception);
            }

            await Task.Delay(FirstPause * Math.Pow(2, repetition), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Executes a batch as one transaction, whose commit is durable whatever the server's default is.</summary>
    /// <param name="action">The verb of the message about a failure.</param>
    /// <param name="what">The object of that verb.</param>
    /// <param name="commands">The commands.</param>
    /// <param name="cancellationToken">Abandons the request.</param>
    /// <returns>The number of rows that the last command changed.</returns>
    public Task<int> ChangeAsync(string action, string what, Func<NpgsqlBatchCommand[]> commands, CancellationToken cancellationToken) => RequestAsync(
        action,
        what,
        async (connection, token) =>
        {
            var batch = new NpgsqlBatch(connection) { BatchCommands = { new("select set_config('synchronous_commit', 'on', true)") } };
            await using (batch.ConfigureAwait(false))
            {
                foreach (var command in commands())
                    batch.BatchCommands.Add(command);
                await batch.ExecuteNonQueryAsync(token).ConfigureAwait(false);
                return batch.BatchCommands[^1].RecordsAffected;
            }
        },
        cancellationToken);
}
