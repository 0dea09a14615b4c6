using StateGen.Schemas;
using StateGen.Schemas.Resolution;
using StateGen.Serialization;

namespace StateGen.Formats.Migration;

/// <summary>Brings a value of one state from one generation to the current one: step by step, then through the upgrade, if there is one. Immutable.</summary>
internal sealed class ValueTranscoder
{
    private const int StackLength = 256;

    private readonly ValueMigration[] _steps;
    private readonly StateUpgrade? _upgrade;
    private readonly bool _upgradeKeepsNil;

    public ValueTranscoder(StateMigration migration, IReadOnlyList<StateUpgrade> upgrades)
    {
        var source = migration.Upgrade is { Source.IsCopy: false } upgrade ? [upgrade.Source] : Array.Empty<ValueMigration>();
        _steps = [.. migration.Steps, .. source];
        _upgrade = migration.Upgrade is { } found ? upgrades[found.Index] : null;
        _upgradeKeepsNil = migration.Upgrade?.KeepsNil == true;
    }

    /// <summary>Writes the value in the current shape.</summary>
    /// <exception cref="SerializationFormatException">The bytes are not a value of the stored shape.</exception>
    /// <exception cref="StateGenException">The upgrade threw.</exception>
    public void Transcode(scoped ReadOnlySpan<byte> value, ref MessagePackWriter writer) => Transcode(0, value, ref writer);

    private void Transcode(int step, scoped ReadOnlySpan<byte> value, ref MessagePackWriter writer)
    {
        if (step == _steps.Length)
        {
            Finish(value, ref writer);
            return;
        }

        var transcoder = new Transcoder(_steps[step], value, stackalloc byte[StackLength]);
        try
        {
            transcoder.Run();
            Transcode(step + 1, transcoder.Written, ref writer);
        }
        finally
        {
            transcoder.Dispose();
        }
    }

    private void Finish(scoped ReadOnlySpan<byte> value, ref MessagePackWriter writer)
    {
        if (_upgrade is null || (_upgradeKeepsNil && new MessagePackReader(value).TryReadNil()))
            writer.WriteRaw(value);
        else
            _upgrade.Convert(value, ref writer);
    }
}
