import ArgumentParser
import Hummingbird
print("quittance")
