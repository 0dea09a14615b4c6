using System.Text;
using StateGen.Schemas.Recording;

namespace StateGen.Tool.Schemas;

/// <summary>The content of the two schema files of a project.</summary>
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

    /// <summary>Reads the schema files in a directory.</summary>
    /// <exception cref="IOException">The directory or its file of unshipped schemas does not exist, or a file cannot be read.</exception>
    public static ProjectSchemaFiles Read(string directory)
    {
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"The directory '{directory}' does not exist. Pass the directory of the project with --project.");
        if (!File.Exists(Path.Combine(directory, SchemaFileFormat.UnshippedName)))
        {
            throw new FileNotFoundException(
                $"There is no {SchemaFileFormat.UnshippedName} in '{directory}'. "
                + "Pass the directory of the project with --project, or create the file with the code fix of SG4001.");
        }

        return new(directory);
    }

    /// <summary>
    /// Replaces both files, each atomically. The shipped file is replaced first. If the program is killed in between, nothing is lost, and running it again
    /// completes the shipment.
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
