using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Storage;

/// <summary>A storage that knows by which argument the tool opens it.</summary>
internal interface IAddressedStorage
{
    /// <summary>Gets the path or URI, with its settings; null if the tool cannot open the storage.</summary>
    string? Address { get; }
}

/// <summary>Finds the arguments by which the tool opens storages, for the commands in messages. They contain no credentials.</summary>
internal static class StorageAddresses
{
    /// <summary>Gets the path or URI of a storage, with its settings; null if the tool cannot open it.</summary>
    public static string? AddressOf(this ICheckpointStorage storage) => storage switch
    {
        IAddressedStorage addressed => addressed.Address,
        DirectoryCheckpointStorage => storage.Location,
        _ => AddressOf(storage.Location),
    };

    /// <summary>Gets a location if it is a URI that the tool opens; otherwise, null.</summary>
    public static string? AddressOf(string location) => CheckpointUri.IsKnown(location) ? location : null;

    /// <summary>Adds a setting to a URI.</summary>
    public static string With(string uri, string name, string value) =>
        $"{uri}{(uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Escape(name)}={Escape(value)}";

    // What a URI of a storage gives a meaning to, and what a shell expands between quotes.
    private static string Escape(string text) =>
        string.Concat(text.EnumerateRunes().Select(static letter => IsPlain(letter.Value) ? $"{letter}" : Uri.EscapeDataString($"{letter}")));

    private static bool IsPlain(int letter) =>
        letter is > ' ' and <= '~' and not ('%' or '&' or '+' or '"' or '$' or '`' or '\\' or '!' or '\'');
}
