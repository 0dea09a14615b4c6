using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using StateGen.Checkpointing.Manifest;

namespace StateGen.Checkpoints;

/// <summary>
/// Named texts that a source, a sink or the owner of an <see cref="OperatorHost"/> stores in the manifest, for example a file and a byte position, a Kafka
/// offset, or the name of an upload. Only the one who stored them interprets them. They are kept in ordinal order of the names. Immutable. Two instances are
/// equal if all their fields are equal.
/// </summary>
[JsonConverter(typeof(ManifestFieldsJsonConverter))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A bag of fields, not a dictionary to users.")]
public sealed class ManifestFields : IEquatable<ManifestFields>
{
    /// <summary>An instance without fields.</summary>
    public static readonly ManifestFields Empty = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, string> _texts;

    private ManifestFields(ImmutableSortedDictionary<string, string> texts) => _texts = texts;

    /// <summary>Gets the fields in ordinal order of their names.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _texts;

    /// <summary>Gets the text of a field.</summary>
    /// <param name="name">The name of the field.</param>
    /// <exception cref="CheckpointFormatException">There is no such field.</exception>
    public string this[string name] => Find(name) ?? throw new CheckpointFormatException(
        $"The checkpoint has no field '{name}' (it has: {string.Join(", ", _texts.Keys)}). "
        + "It was written by a different source, sink or loop; restore it with the one that wrote it.");

    /// <summary>Adds or replaces a field.</summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="text">The text of the field.</param>
    /// <returns>A copy that contains the field.</returns>
    public ManifestFields With(string name, string text) => new(_texts.SetItem(name, text));

    /// <summary>Adds or replaces a field that holds a number.</summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="number">The number.</param>
    /// <returns>A copy that contains the field.</returns>
    public ManifestFields With(string name, long number) => With(name, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds or replaces a field that holds bytes, which are stored as Base64.</summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>A copy that contains the field.</returns>
    public ManifestFields With(string name, ReadOnlySpan<byte> bytes) => With(name, Convert.ToBase64String(bytes));

    /// <summary>Gets the text of a field that may be missing.</summary>
    /// <param name="name">The name of the field.</param>
    /// <returns>The text of the field; null if there is no such field.</returns>
    public string? Find(string name) => _texts.GetValueOrDefault(name);

    /// <summary>Gets the value of a field that holds a number.</summary>
    /// <param name="name">The name of the field.</param>
    /// <returns>The number.</returns>
    /// <exception cref="CheckpointFormatException">There is no such field, or it does not hold a number.</exception>
    public long GetInt64(string name) =>
        long.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Misfit(name, "a whole number");

    /// <summary>Gets the value of a field that holds bytes.</summary>
    /// <param name="name">The name of the field.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="CheckpointFormatException">There is no such field, or it does not hold bytes.</exception>
    public byte[] GetBytes(string name)
    {
        var bytes = new byte[this[name].Length];
        return Convert.TryFromBase64String(this[name], bytes, out var length) ? bytes[..length] : throw Misfit(name, "Base64");
    }

    /// <inheritdoc/>
    public bool Equals(ManifestFields? other) => other is not null && _texts.SequenceEqual(other._texts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ManifestFields);

    /// <inheritdoc/>
#pragma warning disable RS0030 // The hash is used only for equality within the process.
    public override int GetHashCode() => _texts.Aggregate(0, HashCode.Combine);
#pragma warning restore RS0030

    private CheckpointFormatException Misfit(string name, string expected) => new(
        $"The field '{name}' in the checkpoint holds '{this[name]}', which is not {expected}. "
        + "It was written by a different source, sink or loop; restore it with the one that wrote it.");
}
