public import ArgumentParser
public import Exports
public import LedgerApplication

// What other rooms name is given on the command line under its own name.
extension BooksForm: ExpressibleByArgument {}
extension PaymentOrder.Message: ExpressibleByArgument {}
extension TableName: ExpressibleByArgument {}
extension TenantDocument: ExpressibleByArgument {}
