using System.Globalization;
using Npgsql;
using StateGen.Checkpoints;

namespace StateGen.Relational.Postgres;

/// <summary>Targets for checkpoints in PostgreSQL.</summary>
public static class PostgresCheckpoints
{
    /// <summary>The scheme of the URIs: <c>postgres://host:port/database/root</c>.</summary>
    public const string Scheme = "postgres";

    private const string Schema = "schema";
    private const string User = "user";
    private const string Encryption = "sslmode";
    // A process that is stopped within a transaction must not keep others waiting.
    private const string SessionOptions = "-c idle_in_transaction_session_timeout=10s -c statement_timeout=60s";
    private const int StatementSeconds = 65;
    private const int KeepAliveSeconds = 30;

    /// <summary>Creates a target in a database, with the credentials, encryption and time limits that its data source was built with.</summary>
    /// <param name="source">The database. The caller disposes it after the job.</param>
    /// <param name="root">The name under which the files of the job are kept, for example <c>jobs/payments</c>.</param>
    /// <param name="schema">The schema of the tables.</param>
    /// <returns>The target.</returns>
    public static CheckpointTarget ToDatabase(NpgsqlDataSource source, string root = "", string schema = PostgresCheckpointStorage.DefaultSchema)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentException.ThrowIfNullOrEmpty(schema);
        return CheckpointTarget.ToStorage(
            LocationOf(new(source.ConnectionString), root),
            async token => await PostgresCheckpointStorage.OpenAsync(source, root, schema, token).ConfigureAwait(false));
    }

    /// <summary>
    /// Registers the scheme <c>postgres</c> for the URIs of checkpoint storage. Settings of a URI are <c>user</c>, <c>schema</c>, and <c>sslmode</c>, which is
    /// <c>prefer</c> unless it is given, for example as <c>verify-full</c>. The driver takes the password from the environment variable <c>PGPASSWORD</c>, or
    /// from the file that <c>PGPASSFILE</c> names, and the user from <c>PGUSER</c>.
    /// </summary>
    public static void Register() => Register(static _ => { });

    /// <summary>Registers the scheme <c>postgres</c> with credentials and options of your choice.</summary>
    /// <param name="configure">An action that completes the data source, for example with a provider of passwords that change.</param>
    public static void Register(Action<NpgsqlDataSourceBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        CheckpointTarget.Register(Scheme, async (uri, token) =>
        {
            uri.RequireKnownSettings(Schema, User, Encryption);
            var (database, root) = Split(uri);
            var source = Build(uri, database, configure);
            var schema = uri.Settings.GetValueOrDefault(Schema, PostgresCheckpointStorage.DefaultSchema);
            return await PostgresCheckpointStorage.OpenAsync(source, root, schema, ownsSource: true, token).ConfigureAwait(false);
        });
    }

    internal static string LocationOf(NpgsqlConnectionStringBuilder settings, string root) => string.Create(
        CultureInfo.InvariantCulture, $"{Scheme}://{settings.Host}:{settings.Port}/{settings.Database}{(root.Length == 0 ? "" : "/")}{root}");

    private static (string Database, string Root) Split(CheckpointUri uri)
    {
        var parts = uri.Path.Split('/', 2);
        return uri.Host.Length > 0 && parts[0].Length > 0
            ? (parts[0], parts.Length == 1 ? "" : parts[1])
            : throw uri.Invalid($"needs a host and a database, as in '{Scheme}://host/database/root'.");
    }

    private static NpgsqlDataSource Build(CheckpointUri uri, string database, Action<NpgsqlDataSourceBuilder> configure)
    {
        var (host, port) = SplitHost(uri);
        var builder = new NpgsqlDataSourceBuilder
        {
            ConnectionStringBuilder =
            {
                Host = host, Port = port, Database = database, ApplicationName = "StateGen", Options = SessionOptions, CommandTimeout = StatementSeconds,
                KeepAlive = KeepAliveSeconds, SslMode = SslModeOf(uri),
            },
        };
        if (uri.Settings.TryGetValue(User, out var user))
            builder.ConnectionStringBuilder.Username = user;
        configure(builder);
        return builder.Build();
    }

    // Brackets enclose an address of IPv6, whose colons are not those before a port.
    private static (string Host, int Port) SplitHost(CheckpointUri uri)
    {
        var colon = uri.Host.LastIndexOf(':');
        if (colon <= uri.Host.LastIndexOf(']'))
            return (uri.Host.Trim('[', ']'), NpgsqlConnection.DefaultPort);
        return ushort.TryParse(uri.Host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (uri.Host[..colon].Trim('[', ']'), port)
            : throw uri.Invalid($"has no number as its port, as '{Scheme}://host:5432/database' has.");
    }

    private static SslMode SslModeOf(CheckpointUri uri) => uri.Settings.GetValueOrDefault(Encryption, "prefer") switch
    {
        "disable" => SslMode.Disable,
        "allow" => SslMode.Allow,
        "prefer" => SslMode.Prefer,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => throw uri.Invalid($"has an unknown '{Encryption}'. Known are: disable, allow, prefer, require, verify-ca, verify-full."),
    };
}
