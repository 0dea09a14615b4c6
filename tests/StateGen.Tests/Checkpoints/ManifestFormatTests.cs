using System.Text;
using StateGen.Backends;
using StateGen.Checkpointing.Manifest;
using StateGen.Checkpoints;
using StateGen.Schemas;

namespace StateGen.Tests.Checkpoints;

public sealed class ManifestFormatTests
{
    private const string Golden = """
        {
          "formatVersion": 1,
          "jobId": "delays",
          "checkpointId": 7,
          "attempt": 2,
          "createdAt": "2001-03-31T23:59:58.125+00:00",
          "isFinished": true,
          "maxParallelism": 128,
          "backend": "memory",
          "timeToLiveClockMilliseconds": 986083198125,
          "sources": [
            {
              "id": "flights",
              "splits": [
                {
                  "id": "flights.csv#0",
                  "fields": {
                    "path": "flights.csv",
                    "position": "1234"
                  },
                  "maxEventTimeMilliseconds": -1,
                  "isFinished": true
                }
              ]
            }
          ],
          "operators": [
            {
              "id": "daily-delays",
              "schemas": {
                "generations": [
                  {
                    "number": 1,
                    "schema": [
                      "operator daily-delays",
                      "  key Delays.AirportDay",
                      "  value Flights: int64",
                      "  map Kinds: string -> Delays.Kind?, ttl 604800000 ms",
                      "",
                      "record Delays.AirportDay",
                      "  Airport: string",
                      "  Day: dateonly",
                      "",
                      "flags Delays.Kind: uint64",
                      "  Late = 18446744073709551615"
                    ]
                  }
                ]
              },
              "subtasks": [
                {
                  "index": 0,
                  "firstKeyGroup": 0,
                  "lastKeyGroup": 127,
                  "listCounter": 42,
                  "watermarkMilliseconds": 9223372036854775807,
                  "files": [
                    {
                      "name": "rows",
                      "path": "chk-00000006/daily-delays/0/rows"
                    }
                  ]
                }
              ]
            }
          ],
          "sinks": [
            {
              "id": "daily",
              "pendingParts": [
                {
                  "jobId": "delays",
                  "attempt": 2,
                  "subtask": 0,
                  "checkpointId": 7,
                  "fields": {
                    "name": "part-\"ü\".csv"
                  }
                }
              ]
            }
          ],
          "files": [
            {
              "path": "chk-00000006/daily-delays/0/rows",
              "length": 4096,
              "checksum": "00c0ffee"
            }
          ]
        }
        
        """;

    private static readonly byte[] Encoded = ManifestFormat.Encode(Manifests.Full());

    [Fact]
    public void A_revoked_split_is_marked_and_others_are_not()
    {
        var full = Manifests.Full();
        var split = full.Sources[0].Splits[0] with { IsFinished = false, IsRevoked = true };
        var encoded = ManifestFormat.Encode(full with { Sources = [full.Sources[0] with { Splits = [split] }] });
        Assert.Contains("\"isFinished\": false,\n          \"isRevoked\": true\n", Encoding.UTF8.GetString(encoded), StringComparison.Ordinal);
        Assert.Equal(split, ManifestFormat.DecodeManifest("manifest.json", encoded).Sources[0].Splits[0]);
        Assert.DoesNotContain("isRevoked", Encoding.UTF8.GetString(Encoded), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, null)]
    [InlineData(8, 8L)]
    public void The_event_clock_of_a_subtask_is_stored_if_it_is_later_than_the_watermark(long clock, long? stored)
    {
        var full = Manifests.Full();
        var reached = new ReachedEventTime(Watermark: 7, clock);
        var subtask = full.Operators[0].Subtasks[0] with { WatermarkMilliseconds = 7, EventClockMilliseconds = reached.ClockToStore };
        var encoded = ManifestFormat.Encode(full with { Operators = [full.Operators[0] with { Subtasks = [subtask] }] });
        var decoded = ManifestFormat.DecodeManifest("manifest.json", encoded);
        Assert.Equal((1, stored), (decoded.FormatVersion, decoded.Operators[0].Subtasks[0].EventClockMilliseconds));
        Assert.Equal(reached, ReachedEventTime.In(decoded.Operators[0].Subtasks[0]));
        Assert.Equal(stored is not null, Encoding.UTF8.GetString(encoded).Contains("\"eventClockMilliseconds\"", StringComparison.Ordinal));
    }

    [Fact]
    public void After_a_restore_the_watermark_is_that_of_all_former_subtasks_and_the_clock_that_of_the_owners_of_the_state()
    {
        Assert.Equal(new(5, 30), ReachedEventTime.After([new(10, 30), new(5, 60), new(20, 20)], [new(10, 30), new(5, 60)]));
        Assert.Equal(ReachedEventTime.Nothing, ReachedEventTime.After([], []));
    }

    [Fact]
    public void A_manifest_is_readable_json_followed_by_its_checksum()
    {
        var golden = Golden.ReplaceLineEndings("\n");
        var seal = $"crc32c={Crc32C.Of(Encoding.UTF8.GetBytes(golden))}\n";
        Assert.Equal(golden + seal, Encoding.UTF8.GetString(Encoded));
    }

    [Fact]
    public void A_manifest_read_and_written_again_is_the_same_text() =>
        Assert.Equal(Encoded, ManifestFormat.Encode(Decode(Encoded)));

    [Fact]
    public void A_read_manifest_has_what_was_written()
    {
        var expected = Manifests.Full();
        var manifest = Decode(Encoded);
        Assert.Equal(expected.CreatedAt, manifest.CreatedAt);
        Assert.Equal(expected.Files, manifest.Files);
        Assert.Equal(expected.Sources[0].Splits, manifest.Sources[0].Splits);
        Assert.Equal(expected.Operators[0].Schemas.Current, manifest.Operators[0].Schemas.Current);
        Assert.Equal(expected.Operators[0].Subtasks[0].Files, manifest.Operators[0].Subtasks[0].Files);
        Assert.Equal(expected.Sinks[0].PendingCommittables, manifest.Sinks[0].PendingCommittables);
    }

    [Fact]
    public void A_split_without_an_event_yet_is_read_back()
    {
        var split = new SplitPosition("a", ManifestFields.Empty, MaxEventTimeMilliseconds: null, IsFinished: false);
        var manifest = Manifests.Full() with { Sources = [new SourceSnapshot("source", [split])] };
        Assert.Equal([split], Decode(ManifestFormat.Encode(manifest)).Sources[0].Splits);
    }

    [Fact]
    public void The_beginning_of_a_generation_is_read_back_and_may_be_missing()
    {
        var schema = Manifests.Full().Operators[0].Schemas.Current.Schema;
        var chain = SchemaChain.Start(schema).Continue(schema with { States = [] }, [], now: -5);
        var encoded = ManifestFormat.Encode(Manifests.Full() with { Operators = [Manifests.Full().Operators[0] with { Schemas = chain }] });
        Assert.Contains("\"beganAtMilliseconds\": -5", Encoding.UTF8.GetString(encoded), StringComparison.Ordinal);
        Assert.Equal([null, -5L], Decode(encoded).Operators[0].Schemas.Generations.Select(generation => generation.BeganAtMilliseconds));
    }

    [Fact]
    public void The_version_of_a_storage_library_is_written_if_there_is_one_and_read_back()
    {
        var full = Manifests.Full();
        var subtask = full.Operators[0].Subtasks[0] with { WriterVersion = "11.12.0" };

        var encoded = ManifestFormat.Encode(full with { Operators = [full.Operators[0] with { Subtasks = [subtask] }] });

        var line = Encoding.UTF8.GetString(encoded).Split('\n').Except(Golden.ReplaceLineEndings("\n").Split('\n'), StringComparer.Ordinal).SkipLast(1);
        Assert.Equal(["\"writerVersion\": \"11.12.0\""], line.Select(text => text.Trim().TrimEnd(',')).Where(text => text != "]"));
        Assert.Equal("11.12.0", Decode(encoded).Operators[0].Subtasks[0].WriterVersion);
        Assert.Null(Decode(Encoded).Operators[0].Subtasks[0].WriterVersion);
    }

    [Fact]
    public void Only_a_checkpoint_with_broadcast_state_has_the_second_version()
    {
        var full = Manifests.Full();
        var subtask = full.Operators[0].Subtasks[0] with { Broadcast = new("broadcast", "chk-00000007/daily-delays/0/broadcast") };
        var manifest = full with { Operators = [full.Operators[0] with { Subtasks = [full.Operators[0].Subtasks[0], subtask] }] };

        var encoded = ManifestFormat.Encode(manifest);

        Assert.Equal((1, 2), (full.FormatVersion, manifest.FormatVersion));
        var text = Encoding.UTF8.GetString(encoded);
        Assert.StartsWith("{\n  \"formatVersion\": 2,\n", text, StringComparison.Ordinal);
        Assert.Contains("\"broadcast\": {\n            \"name\": \"broadcast\",\n            \"path\": \"chk-00000007/daily-delays/0/broadcast\"\n", text, StringComparison.Ordinal);
        var decoded = Decode(encoded);
        Assert.Equal((2, subtask.Broadcast), (decoded.FormatVersion, decoded.Operators[0].Broadcast));
        Assert.Equal([null, subtask.Broadcast], decoded.Operators[0].Subtasks.Select(read => read.Broadcast));
        Assert.Equal(encoded, ManifestFormat.Encode(decoded));
    }

    [Fact]
    public void Only_a_checkpoint_with_a_later_kind_of_state_has_the_third_version()
    {
        var full = Manifests.Full();
        var schema = full.Operators[0].Schemas.Current.Schema;
        var (first, second) = (Chain(schema), Chain(schema with { States = [.. schema.States, new("Sums", StateKind.OperatorList, "int64")] }));
        var subtask = full.Operators[0].Subtasks[0] with { OperatorState = new("operator-state", "chk-00000007/daily-delays/0/operator-state") };
        var manifest = full with { Operators = [full.Operators[0] with { Schemas = second, Subtasks = [subtask] }] };

        var encoded = ManifestFormat.Encode(manifest);

        Assert.Equal((1, 3), (full.FormatVersion, manifest.FormatVersion));
        var text = Encoding.UTF8.GetString(encoded);
        Assert.StartsWith("{\n  \"formatVersion\": 3,\n", text, StringComparison.Ordinal);
        Assert.Contains("\"operatorState\": {\n            \"name\": \"operator-state\",\n            \"path\": \"chk-00000007/daily-delays/0/operator-state\"\n", text, StringComparison.Ordinal);
        var decoded = Decode(encoded);
        Assert.Equal((3, subtask.OperatorState), (decoded.FormatVersion, decoded.Operators[0].Subtasks[0].OperatorState));
        Assert.Equal(encoded, ManifestFormat.Encode(decoded));
        // An earlier version could not read a chain whose state is gone.
        var removed = new SchemaChain([second.Current, new(2, schema)]);
        Assert.Equal(3, (full with { Operators = [full.Operators[0] with { Schemas = removed }] }).FormatVersion);
        Assert.Equal(1, (full with { Operators = [full.Operators[0] with { Schemas = first }] }).FormatVersion);

        static SchemaChain Chain(OperatorSchema schema) => SchemaChain.Start(schema);
    }

    [Fact]
    public void Only_a_time_to_live_in_event_time_needs_the_third_version_because_an_earlier_one_cannot_read_its_line()
    {
        var full = Manifests.Full();
        var schema = full.Operators[0].Schemas.Current.Schema;
        var timed = new StateSchema("Seen", StateKind.Value, "int64") { TimeToLiveMilliseconds = 5 };
        Assert.Equal(1, With(timed).FormatVersion);
        var manifest = With(timed with { ExpiresByEventTime = true });
        Assert.Equal(3, manifest.FormatVersion);
        var encoded = ManifestFormat.Encode(manifest);
        Assert.Contains("ttl 5 ms event-time\"", Encoding.UTF8.GetString(encoded), StringComparison.Ordinal);
        Assert.Equal(encoded, ManifestFormat.Encode(Decode(encoded)));

        CheckpointManifest With(StateSchema state) =>
            full with { Operators = [full.Operators[0] with { Schemas = SchemaChain.Start(schema with { States = [.. schema.States, state] }) }] };
    }

    [Fact]
    public void Every_flipped_bit_is_damage() => Assert.All(Enumerable.Range(0, Encoded.Length * 8), bit =>
    {
        var altered = Encoded.ToArray();
        altered[bit / 8] ^= (byte)(1 << (bit % 8));
        Assert.Equal("manifest.json", Assert.Throws<CheckpointDamagedException>(() => Decode(altered)).File);
    });

    [Fact]
    public void Every_truncation_is_damage() => Assert.All(Enumerable.Range(0, Encoded.Length), length =>
        Assert.Throws<CheckpointDamagedException>(() => Decode(Encoded[..length])));

    [Fact]
    public void Appended_bytes_are_damage() =>
        Assert.Throws<CheckpointDamagedException>(() => Decode([.. Encoded, (byte)'\n']));

    [Fact]
    public void A_later_format_version_is_refused_by_its_number_whatever_else_it_holds()
    {
        var later = SealedText.Seal("""{ "formatVersion": 5, "jobId": 17 }"""u8);
        Assert.Contains("format version 5; this version of StateGen reads versions 1 to 4", Assert.Throws<CheckpointFormatException>(() => Decode(later)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "formatVersion": 1 }""")]
    [InlineData("""{ "formatVersion": "one" }""")]
    public void Sealed_text_that_is_no_manifest_is_damage(string content) =>
        Assert.Throws<CheckpointDamagedException>(() => Decode(SealedText.Seal(Encoding.UTF8.GetBytes(content))));

    [Fact]
    public void Fields_are_kept_in_ordinal_order_and_read_back_as_numbers()
    {
        var fields = ManifestFields.Empty.With("b", "x").With("B", long.MinValue).With("a", "-0x1");
        Assert.Equal(["B", "a", "b"], fields.All.Select(field => field.Key));
        Assert.Equal(long.MinValue, fields.GetInt64("B"));
        Assert.Null(fields.Find("c"));
        Assert.Contains("'c'", Assert.Throws<CheckpointFormatException>(() => fields["c"]).Message, StringComparison.Ordinal);
        Assert.Contains("'-0x1'", Assert.Throws<CheckpointFormatException>(() => fields.GetInt64("a")).Message, StringComparison.Ordinal);
    }

    private static CheckpointManifest Decode(byte[] text) => ManifestFormat.DecodeManifest("manifest.json", text);
}
