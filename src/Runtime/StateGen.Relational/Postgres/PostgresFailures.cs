using System.Net.Sockets;
using Npgsql;
using StateGen.Checkpoints;

namespace StateGen.Relational.Postgres;

/// <summary>
/// Turns failures of a database into exceptions of a checkpoint storage. Their messages contain the text and the code of the server, and no values of rows.
/// </summary>
internal static class PostgresFailures
{
    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        NpgsqlException or TimeoutException or IOException or SocketException => true,
        _ => false,
    };

    public static CheckpointStorageException Create(string action, string what, string location, Exception cause) =>
        new($"Cannot {action} '{what}' in the checkpoint storage '{location}': {Describe(cause)}", cause) { IsPermanent = IsPermanent(cause) };

    private static bool IsPermanent(Exception cause) => cause is PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.InsufficientPrivilege,
    };

    private static string Describe(Exception cause) => cause switch
    {
        PostgresException answer => $"the server answered {answer.SqlState}, {answer.MessageText}.{AdviceFor(answer.SqlState)}",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException or OperationCanceledException => "the server did not answer in time.",
        NpgsqlException { InnerException: { } inner } failure => $"{failure.Message.TrimEnd('.')}: {inner.Message}",
        _ => cause.Message,
    };

    private static string AdviceFor(string code) => code switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            " Check the user, and the password in PGPASSWORD, in the file that PGPASSFILE names, or in the data source.",
        PostgresErrorCodes.InvalidCatalogName => " Create the database.",
        PostgresErrorCodes.InsufficientPrivilege => " Grant that right to the user, or let its owner create the schema and the tables beforehand.",
        PostgresErrorCodes.DiskFull => " Free space on the disk of the server. The last checkpoint is intact.",
        PostgresErrorCodes.TooManyConnections => " Raise max_connections of the server, or lower the pool of the data source.",
        _ => "",
    };
}
