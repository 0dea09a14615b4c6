using System.Buffers;
using System.Collections.Frozen;
using StateGen.Checkpointing.Storage;

namespace StateGen.Checkpoints;

/// <summary>
/// A URI of a checkpoint storage: <c>scheme://host/path?name=value&amp;name=value</c>. The path is taken as it is; values of settings are percent-encoded where
/// they contain <c>&amp;</c>, <c>%</c> or <c>+</c>. Immutable.
/// </summary>
public sealed class CheckpointUri
{
    private const string Separator = "://";
    private static readonly FrozenDictionary<string, string> Packages = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["s3"] = "Add the package StateGen.S3 and call S3Checkpoints.Register() before the job starts.",
        ["azblob"] = "Add the package StateGen.AzureBlob and call AzureBlobCheckpoints.Register() before the job starts.",
        ["postgres"] = "Add the package StateGen.Relational and call PostgresCheckpoints.Register() before the job starts.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private CheckpointUri(string scheme, string host, string path, FrozenDictionary<string, string> settings)
    {
        Scheme = scheme;
        Host = host;
        Path = path;
        Settings = settings;
    }

    /// <summary>Gets the scheme in lower case.</summary>
    public string Scheme { get; }

    /// <summary>Gets the text between <c>://</c> and the next slash, for example a bucket; it may be empty.</summary>
    public string Host { get; }

    /// <summary>Gets the path without a slash at either end, for example a prefix; it may be empty.</summary>
    public string Path { get; }

    /// <summary>Gets the settings by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Gets the URI without its settings, which messages may show.</summary>
    public string Location => $"{Scheme}{Separator}{Host}{(Path.Length == 0 ? "" : $"/{Path}")}";

    /// <summary>Parses a URI.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The URI.</returns>
    /// <exception cref="ArgumentException">The text is not such a URI, or it contains credentials.</exception>
    public static CheckpointUri Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (!IsUri(text))
            throw new ArgumentException("A URI of a checkpoint storage begins with a scheme and '://'.", nameof(text));
        var (scheme, rest) = Split(text, Separator);
        var (place, query) = Split(rest, "?");
        var (host, path) = Split(place, "/");
        if (host.Contains('@', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"A URI of the scheme '{scheme}' contains credentials. Leave them to the environment or to the code that registers the scheme.", nameof(text));
        }

        path = path.Trim('/');
        if (path.Length > 0 && scheme != FileUri.Scheme)
            StoragePath.Require(path);
        return new(scheme.ToLowerInvariant(), host, path, ParseSettings(query, scheme));
    }

    /// <summary>Checks that the URI has no other settings than those that a storage knows.</summary>
    /// <param name="names">The names that it knows.</param>
    /// <exception cref="CheckpointStorageException">The URI has another setting.</exception>
    public void RequireKnownSettings(params ReadOnlySpan<string> names)
    {
        foreach (var name in Settings.Keys)
        {
            if (!names.Contains(name))
                throw Invalid($"has the unknown setting '{name}'. Known are: {(names.Length == 0 ? "none" : string.Join(", ", names))}.");
        }
    }

    /// <summary>Creates the exception for a URI that a storage cannot use. It shows no values of settings.</summary>
    /// <param name="problem">The problem, as the end of a sentence whose subject is the URI.</param>
    /// <returns>The exception, which does not lead to a restart of the job.</returns>
    public CheckpointStorageException Invalid(string problem) => new($"The checkpoint storage '{Location}' {problem}") { IsPermanent = true };

    /// <summary>Gets a setting that is the address of a service.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <returns>The address; null if the URI does not have the setting.</returns>
    /// <exception cref="CheckpointStorageException">
    /// The setting is not an address that begins with <c>http://</c> or <c>https://</c>, or it contains credentials.
    /// </exception>
    public Uri? FindAddress(string name)
    {
        if (!Settings.TryGetValue(name, out var value))
            return null;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw Invalid($"has a setting '{name}' that is not an address. It begins with http:// or https://, as in '{name}=http://127.0.0.1:8080'.");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0)
            throw Invalid($"has credentials in its setting '{name}'. Leave them to the environment or to the code that registers the scheme.");
        return address;
    }

    /// <summary>Returns the URI without its settings.</summary>
    public override string ToString() => Location;

    // A drive letter of Windows is followed by one separator at most.
    internal static bool IsUri(string text)
    {
        var length = text.IndexOf(Separator, StringComparison.Ordinal);
        return length > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, length).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    /// <summary>Determines whether a text is a URI of a storage that the tool opens.</summary>
    internal static bool IsKnown(string text) => IsUri(text) && Packages.ContainsKey(Split(text, Separator).Before.ToLowerInvariant());

    /// <summary>
    /// Gets the URI with its settings, for commands of the tool; null if the tool does not know the scheme. The opening of the storage rejects credentials.
    /// </summary>
    internal string? Address => Packages.ContainsKey(Scheme)
        ? Settings.OrderBy(static setting => setting.Key, StringComparer.Ordinal)
            .Aggregate(Location, static (uri, setting) => StorageAddresses.With(uri, setting.Key, setting.Value))
        : null;

    internal CheckpointStorageException Unknown(IEnumerable<string> known) => Invalid(
        $"cannot be opened, because nobody has registered the scheme '{Scheme}'. " + Packages.GetValueOrDefault(
            Scheme,
            "Register it with CheckpointTarget.Register before the job starts. Registered are: "
            + $"{string.Join(", ", known.Append(FileUri.Scheme).Order(StringComparer.Ordinal))}."));

    private static (string Before, string After) Split(string text, string separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + separator.Length)..]);
    }

    private static FrozenDictionary<string, string> ParseSettings(string query, string scheme)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(setting, "=");
            if (!settings.TryAdd(Uri.UnescapeDataString(name), Uri.UnescapeDataString(value)))
                throw new ArgumentException($"A URI of the scheme '{scheme}' has the setting '{name}' twice.", nameof(query));
        }

        return settings.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

/// <summary>The URIs of directories.</summary>
internal static class FileUri
{
    public const string Scheme = "file";
    private const string Shared = "shared";

    /// <summary>
    /// Creates the target at a URI: <c>file:///absolute/path</c>, with <c>?shared=true</c> for a directory that several machines use at once.
    /// </summary>
    public static CheckpointTarget Open(CheckpointUri uri)
    {
        uri.RequireKnownSettings(Shared);
        if (uri.Host.Length > 0 || uri.Path.Length == 0)
            throw new ArgumentException($"'{uri}' does not name a directory: after 'file://' comes an absolute path, as in 'file:///mnt/state'.", nameof(uri));
        var directory = new Uri($"file:///{uri.Path}").LocalPath;
        return uri.Settings.GetValueOrDefault(Shared, "false") switch
        {
            "true" => CheckpointTarget.ToSharedDirectory(directory),
            "false" => CheckpointTarget.ToDirectory(directory),
            _ => throw new ArgumentException($"The setting '{Shared}' of '{uri}' is neither true nor false.", nameof(uri)),
        };
    }
}
