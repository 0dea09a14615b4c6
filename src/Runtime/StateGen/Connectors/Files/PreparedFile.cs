using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>A prepared part as a checkpoint describes it. Names are without folder, so that the directory may move with the state.</summary>
/// <param name="HiddenName">The name of the file until it is committed.</param>
/// <param name="Name">Its name from then on.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct PreparedFile(string HiddenName, string Name, long Length)
{
    public static PreparedFile FromFields(ManifestFields fields) => new(fields["hidden"], fields["name"], fields.GetInt64("length"));

    public ManifestFields ToFields() => ManifestFields.Empty.With("hidden", HiddenName).With("name", Name).With("length", Length);
}
