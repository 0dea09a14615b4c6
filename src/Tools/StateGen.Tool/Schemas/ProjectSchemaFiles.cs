using System.Text;
using StateGen.Schemas.Recording;

namespace StateGen.Tool.Schemas;

/// <summary>The two files of a project, as they were read.</summary>
internal sealed class ProjectSchemaFiles
{
    private readonly string _directory;

    private ProjectSchemaFiles(string directory)
    {
        _directory = directory;
        Unshipped = File.ReadAllText(PathOf(SchemaFile.Unshipped));
        Shipped = File.Exists(PathOf(SchemaFile.Shipped)) ? File.ReadAllText(PathOf(SchemaFile.Shipped)) : SchemaFileFormat.EmptyShipped;
    }

    public string Shipped { get; }

    public string Unshipped { get; }

    /// <summary>Reads the files of a directory.</summary>
    /// <exception cref="IOException">There is nothing that could be shipped.</exception>
    public static ProjectSchemaFiles Read(string directory)
    {
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"There is no directory '{directory}'.");
        if (!File.Exists(Path.Combine(directory, SchemaFileFormat.UnshippedName)))
            throw new FileNotFoundException($"There is no {SchemaFileFormat.UnshippedName} in '{directory}'. Name the directory of the project with --project; the fix of SG4001 creates the file.");
        return new(directory);
    }

    /// <summary>
    /// Replaces both files, each at once. The shipped one goes first: when the program dies between the two, nothing is lost, and running it again
    /// finishes the shipment.
    /// </summary>
    public void Write(SchemaShipment shipment)
    {
        Replace(SchemaFile.Shipped, shipment.Shipped);
        Replace(SchemaFile.Unshipped, shipment.Unshipped);
    }

    private string PathOf(SchemaFile file) => Path.Combine(_directory, SchemaFileFormat.NameOf(file));

    private void Replace(SchemaFile file, string text)
    {
        var path = PathOf(file);
        var written = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            File.WriteAllText(written, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(written, path, overwrite: true);
        }
        finally
        {
            File.Delete(written);
        }
    }
}
