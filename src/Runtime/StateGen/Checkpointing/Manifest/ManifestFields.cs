using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using StateGen.Checkpointing.Manifest;

namespace StateGen.Checkpoints;

/// <summary>
/// Named texts that a source or a sink keeps in the manifest and alone understands: a file and a byte position, a Kafka offset, the
/// name of an upload. Kept in ordinal order of the names. Immutable; equal when all fields are.
/// </summary>
[JsonConverter(typeof(ManifestFieldsJsonConverter))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A bag of fields, not a dictionary to users.")]
public sealed class ManifestFields : IEquatable<ManifestFields>
{
    /// <summary>No fields.</summary>
    public static readonly ManifestFields Empty = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, string> _texts;

    private ManifestFields(ImmutableSortedDictionary<string, string> texts) => _texts = texts;

    /// <summary>The fields in ordinal order of their names.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _texts;

    /// <summary>Reads a field.</summary>
    /// <param name="name">The name of the field.</param>
    /// <exception cref="CheckpointFormatException">There is no such field.</exception>
    public string this[string name] => Find(name) ?? throw new CheckpointFormatException(
        $"The checkpoint lacks the field '{name}' of a source or sink (it has: {string.Join(", ", _texts.Keys)}). It was written by other code; restore it with that.");

    /// <summary>Adds or replaces a field.</summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The fields with this one.</returns>
    public ManifestFields With(string name, string text) => new(_texts.SetItem(name, text));

    /// <summary>Adds or replaces a field that holds a number.</summary>
    /// <param name="name">The name of the field.</param>
    /// <param name="number">Its number.</param>
    /// <returns>The fields with this one.</returns>
    public ManifestFields With(string name, long number) => With(name, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads a field that may be missing.</summary>
    /// <param name="name">The name of the field.</param>
    /// <returns>Its text, or null.</returns>
    public string? Find(string name) => _texts.GetValueOrDefault(name);

    /// <summary>Reads a field that holds a number.</summary>
    /// <param name="name">The name of the field.</param>
    /// <returns>The number.</returns>
    /// <exception cref="CheckpointFormatException">There is no such field, or it holds no number.</exception>
    public long GetInt64(string name) =>
        long.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new CheckpointFormatException($"The field '{name}' of a source or sink in the checkpoint holds '{this[name]}', which is no whole number.");

    /// <inheritdoc/>
    public bool Equals(ManifestFields? other) => other is not null && _texts.SequenceEqual(other._texts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ManifestFields);

    /// <inheritdoc/>
#pragma warning disable RS0030 // Lives no longer than the process: only equality in memory uses it.
    public override int GetHashCode() => _texts.Aggregate(0, HashCode.Combine);
#pragma warning restore RS0030
}
