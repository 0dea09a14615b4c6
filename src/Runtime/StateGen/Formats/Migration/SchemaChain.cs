using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using StateGen.Schemas.Resolution;

namespace StateGen.Schemas;

/// <summary>
/// The schemas that the rows of one operator may have been written with, oldest first. Every stored row carries the number of its
/// generation, and every checkpoint carries the chain. Immutable.
/// </summary>
public sealed class SchemaChain
{
    /// <summary>Creates a chain from stored generations.</summary>
    /// <param name="generations">The generations: at least one, all of one operator, with ascending numbers from 1.</param>
    /// <exception cref="ArgumentException">The generations do not form a chain.</exception>
    [JsonConstructor]
    public SchemaChain(ImmutableArray<SchemaGeneration> generations)
    {
        if (generations.IsDefaultOrEmpty || generations[0].Number < 1)
            throw new ArgumentException("A schema chain starts with a generation whose number is at least 1.", nameof(generations));
        for (var i = 1; i < generations.Length; i++)
            RequireSuccessor(generations[i - 1], generations[i]);
        Generations = generations;
    }

    /// <summary>Gets all generations, oldest first.</summary>
    public ImmutableArray<SchemaGeneration> Generations { get; }

    /// <summary>Gets the generation that new rows are written with.</summary>
    [JsonIgnore]
    public SchemaGeneration Current => Generations[^1];

    /// <summary>Starts the chain of an operator without stored state.</summary>
    /// <param name="schema">The schema that the program declares.</param>
    /// <returns>A chain of one generation, number 1.</returns>
    public static SchemaChain Start(OperatorSchema schema) => new([new SchemaGeneration(1, schema)]);

    /// <summary>Continues the chain of a checkpoint with the schema that a program declares.</summary>
    /// <param name="declared">The schema that the program declares.</param>
    /// <param name="upgrades">The upgrades that the program declares.</param>
    /// <param name="now">The beginning of a new generation: the time of the clock that counts times to live, in milliseconds since the Unix epoch.</param>
    /// <param name="watermark">
    /// The beginning of a new generation in event time: the watermark of the restored operator, in milliseconds since the Unix epoch;
    /// <see cref="EventTime.Minimum"/> if it has none, and then <paramref name="now"/> is the beginning in event time, too.
    /// </param>
    /// <returns>
    /// The chain to write with. If the declared schema has the shape of the latest generation, the chain ends with the number of that generation; a time to
    /// live of another length is not a new shape, because state stores the last-write timestamp. Otherwise the chain ends with the next number.
    /// </returns>
    /// <exception cref="StateSchemaException">The stored state cannot be brought into the declared shape.</exception>
    public SchemaChain Continue(OperatorSchema declared, IReadOnlyList<StateUpgrade> upgrades, long now, long watermark = EventTime.Minimum)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentNullException.ThrowIfNull(upgrades);
        var resolved = Resolve(declared, upgrades).Generations;
        var latest = resolved[^1];
        var stored = Generations
            .Select((generation, index) => index == 0 ? generation : generation with { BeganAtMilliseconds = generation.BeganAtMilliseconds ?? now })
            .ToImmutableArray();
        return resolved.Count == stored.Length
            ? new(stored.SetItem(stored.Length - 1, stored[^1] with { Schema = latest }))
            : new(stored.Add(new(Current.Number + 1, latest, now)
            {
                BeganAtWatermarkMilliseconds = declared.States.Any(static state => state.ExpiresByEventTime) ? watermark : null,
            }));
    }

    /// <summary>
    /// Merges the chains of hosts that shared the keys. The hosts may have been upgraded one after the other, but must have run the same sequence of schemas.
    /// </summary>
    /// <param name="chains">The chains, at least one.</param>
    /// <param name="declared">The schema that the program declares.</param>
    /// <returns>The longest chain. Each of its generations begins at the latest time at which a host began it, so that no entry expires early.</returns>
    /// <exception cref="StateGenException">
    /// A number stands for different schemas in different chains, or only some of the hosts followed a former name.
    /// </exception>
    internal static SchemaChain Merge(IReadOnlyList<SchemaChain> chains, OperatorSchema declared)
    {
        var longest = chains.MaxBy(chain => chain.Generations.Length)!;
        if (!chains.All(chain => longest.StartsWith(chain, declared)))
            throw DifferentHistories(declared.OperatorId);
        return new([.. longest.Generations.Select((generation, index) => generation with
        {
            BeganAtMilliseconds = Latest(chains, index, static other => other.BeganAtMilliseconds),
            BeganAtWatermarkMilliseconds = Latest(chains, index, static other => other.BeganInEventTime),
        })]);
    }

    private static long? Latest(IReadOnlyList<SchemaChain> chains, int index, Func<SchemaGeneration, long?> beginningOf) =>
        chains.Where(chain => chain.Generations.Length > index).Max(chain => beginningOf(chain.Generations[index]));

    private static StateGenException DifferentHistories(string operatorId) => new(
        $"The snapshots of operator '{operatorId}' were taken by hosts with different schema histories: one generation number stands for two schemas, or only "
            + "some of the hosts followed a [FormerName]. Restore only snapshots of hosts that ran the same sequence of schemas.");

    private bool StartsWith(SchemaChain other, OperatorSchema declared) =>
        other.Generations.Zip(Generations).All(pair => pair.First.Number == pair.Second.Number
            && SchemaFingerprint.HaveSameShape(pair.First.Schema, pair.Second.Schema))
        && Enumerable.Range(1, other.Generations.Length - 1).All(index => SchemaResolver.AreAlike(StepTo(index), other.StepTo(index)))
        && (other.Generations.Length < Generations.Length || SchemaResolver.AreAlike((Current.Schema, declared), (other.Current.Schema, declared)));

    private (OperatorSchema Stored, OperatorSchema Declared) StepTo(int index) => (Generations[index - 1].Schema, Generations[index].Schema);

    /// <summary>Gets the last-write timestamp of the values of a state that got its time to live in a generation, and was written before.</summary>
    /// <param name="index">The index of the generation, from 1.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="InvalidOperationException">The time is not recorded, because the chain was not returned by <see cref="Continue"/>.</exception>
    internal long BeginningFor(StateSchema state, int index) =>
        (state.ExpiresByEventTime ? Generations[index].BeganInEventTime : null) ?? Generations[index].BeganAtMilliseconds
            ?? throw new InvalidOperationException(
                $"Schema generation {Generations[index].Number} of operator '{Current.Schema.OperatorId}' has no recorded beginning. "
                    + "Call SchemaChain.Continue on the chain of the manifest first.");

    /// <exception cref="StateSchemaException">The stored state cannot be brought into the declared shape.</exception>
    internal SchemaResolution Resolve(OperatorSchema declared, IReadOnlyList<StateUpgrade> upgrades)
    {
        var resolution = SchemaResolver.ResolveChain(
            [.. Generations.Select(generation => generation.Schema)], declared, upgrades.Select(upgrade => upgrade.Schema).ToEquatableArray());
        return resolution.IsAccepted
            ? resolution
            : throw StateSchemaException.Of(declared.OperatorId, [.. resolution.Changes.Where(change => change.IsRefused)]);
    }

    private static void RequireSuccessor(SchemaGeneration previous, SchemaGeneration next)
    {
        if (next.Number <= previous.Number || next.Schema.OperatorId != previous.Schema.OperatorId)
        {
            throw new ArgumentException(
                $"Schema generation {next.Number} does not follow generation {previous.Number} of operator '{previous.Schema.OperatorId}'.",
                nameof(next));
        }
    }
}

/// <summary>A schema and the number by which rows refer to it.</summary>
/// <param name="Number">The number, from 1; unique and ascending within a <see cref="SchemaChain"/>.</param>
/// <param name="Schema">The schema. Manifests hold the lines of its canonical text.</param>
/// <param name="BeganAtMilliseconds">
/// The time at which a restore appended the generation, in milliseconds since the Unix epoch, by the clock that counts times to live; null for the first
/// generation of a chain, and in manifests that were written before this time was recorded.
/// </param>
public sealed record SchemaGeneration(
    int Number,
    [property: JsonConverter(typeof(OperatorSchemaJsonConverter))] OperatorSchema Schema,
    long? BeganAtMilliseconds = null)
{
    /// <summary>
    /// Gets the watermark of the operator at the restore that appended the generation, in milliseconds since the Unix epoch; <see cref="EventTime.Minimum"/>
    /// if it had none, and null if no state expires by event time.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? BeganAtWatermarkMilliseconds { get; init; }

    /// <summary>
    /// Gets the beginning of the generation in event time: the watermark, or the time of the restore if there was no watermark. So nothing expires before the
    /// first watermark, or at it. Null if no state expires by event time.
    /// </summary>
    [JsonIgnore]
    internal long? BeganInEventTime => BeganAtWatermarkMilliseconds is EventTime.Minimum ? BeganAtMilliseconds : BeganAtWatermarkMilliseconds;
}

/// <summary>A schema in a manifest: the lines of its canonical text, so that people can read it.</summary>
internal sealed class OperatorSchemaJsonConverter : JsonConverter<OperatorSchema>
{
    public override OperatorSchema Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var lines = new List<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A schema must be an array of lines.");
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            lines.Add(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException("A schema must be an array of lines.");
        return OperatorSchema.Parse(string.Join('\n', lines));
    }

    public override void Write(Utf8JsonWriter writer, OperatorSchema value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var line in value.ToString().TrimEnd('\n').Split('\n'))
            writer.WriteStringValue(line);
        writer.WriteEndArray();
    }
}
