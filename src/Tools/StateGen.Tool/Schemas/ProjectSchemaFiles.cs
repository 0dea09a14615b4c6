using System.Text;
using StateGen.Schemas;
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
        RequireDirectory(directory);
        if (!File.Exists(Path.Combine(directory, SchemaFileFormat.UnshippedName)))
        {
            throw new FileNotFoundException(
                $"There is no {SchemaFileFormat.UnshippedName} in '{directory}'. "
                + "Pass the directory of the project with --project, or create the file with 'stategen schema init'.");
        }

        return new(directory);
    }

    /// <summary>Creates both files, without any operator.</summary>
    /// <exception cref="IOException">A file exists already, or cannot be written.</exception>
    public static ProjectSchemaFiles Create(string directory)
    {
        SchemaFile[] both = [SchemaFile.Shipped, SchemaFile.Unshipped];
        foreach (var name in both.Select(SchemaFileFormat.NameOf).Where(name => File.Exists(Path.Combine(directory, name))))
        {
            throw new IOException(
                $"'{Path.Combine(directory, name)}' exists already and is not overwritten. "
                + "To record changes, use the code fixes or 'dotnet format analyzers'.");
        }

        File.WriteAllText(Path.Combine(directory, SchemaFileFormat.ShippedName), SchemaFileFormat.EmptyShipped);
        File.WriteAllText(Path.Combine(directory, SchemaFileFormat.UnshippedName), SchemaFileFormat.EmptyUnshipped);
        return new(directory);
    }

    /// <summary>Throws an exception if a directory does not exist.</summary>
    public static void RequireDirectory(string directory)
    {
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"The directory '{directory}' does not exist. Pass the directory of the project with --project.");
    }

    /// <summary>Records operators as the first changes.</summary>
    public void Record(IEnumerable<OperatorSchema> operators) =>
        Replace(SchemaFile.Unshipped, SchemaRecorder.Record(Shipped, Unshipped, operators, removed: []));

    /// <summary>Removes both files.</summary>
    public void Delete()
    {
        File.Delete(PathOf(SchemaFile.Shipped));
        File.Delete(PathOf(SchemaFile.Unshipped));
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
